import { accountStatus } from '../../src/operations/provider-account/credentials.ts'
import { webhookAddress } from '../../src/operations/webhook/url.ts'
import { builder } from '../builder.ts'
import { describedEnum } from '../common/enum.ts'
import { ProviderCode } from '../common/provider-code.ts'

const ProviderAccountStatus = describedEnum<ReturnType<typeof accountStatus>>(
  'ProviderAccountStatus',
  'What a provider account is used for.',
  {
    ACTIVE: 'New agreements are made on it.',
    REPLACED: 'Another account replaced it. Agreements that were made on it can still be charged.',
    RETIRED:
      'Nothing new is charged on it. Existing charges and agreements can still be captured, refunded, voided and revoked on it.',
  },
)

// Not a Node: only a key with the scope manage sees accounts, and node(id:) needs no scope.
builder.prismaObject('ProviderAccount', {
  select: { id: true },
  description:
    'Your merchant’s own account at a provider, for your key’s mode. Its credentials are stored encrypted and are ' +
    'never shown. A merchant without an account of its own uses the gateway’s account.',
  fields: t => ({
    id: t.exposeID('id', { description: 'The account’s id, pac_….' }),
    provider: t.expose('provider', { type: ProviderCode, description: 'The provider.' }),
    name: t.exposeString('name', {
      description: 'The account’s name at the provider: the merchant id at PPRO, the merchant identifier at APS.',
    }),
    accessCodeLast4: t.exposeString('accessCodeLast4', {
      nullable: true,
      description: 'The last four characters of the access code at APS. Null for other providers.',
    }),
    status: t.field({
      type: ProviderAccountStatus,
      description: 'What the account is used for.',
      select: { replacedAt: true, retiredAt: true },
      resolve: account => accountStatus(account),
    }),
    webhookUrl: t.field({
      type: 'URL',
      description:
        'Where the provider should send webhooks of this account. The gateway sends it to PPRO with each request if the gateway’s ' +
        'address is https. At APS, enter it in the back office.',
      select: { id: true, provider: true },
      resolve: ({ id, provider }, _args, { deps }) => webhookAddress(deps, { provider, providerAccountId: id }),
    }),
    overlapUntil: t.expose('overlapUntil', {
      type: 'DateTime',
      nullable: true,
      description:
        'Webhooks signed with the former secret are accepted until this time (real time, not the sandbox clock). Null if ' +
        'there is no former secret.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the account was first set.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When its credentials were last set.' }),
    replacedAt: t.expose('replacedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When another account replaced it. Null if none did.',
    }),
    retiredAt: t.expose('retiredAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was retired. Null if it is not retired.',
    }),
  }),
})
