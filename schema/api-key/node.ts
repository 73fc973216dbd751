import { apiKeyStatus, type ApiKeyStatus as Status } from '../../src/domain/access/api-key.ts'
import { builder } from '../builder.ts'
import { describedEnum } from '../common/enum.ts'
import { listOf } from '../lists/sizes.ts'

const ApiKeyStatus = describedEnum<Status>('ApiKeyStatus', 'Whether a key gives access.', {
  ACTIVE: 'The key works. A key that was rotated stays ACTIVE until its expiresAt.',
  EXPIRED: 'The key’s expiresAt has passed. Requests with it are refused.',
  REVOKED: 'The key was revoked. Requests with it are refused.',
})

// Not a Node: only a key with the scope manage sees keys, and node(id:) needs no scope.
builder.prismaObject('ApiKey', {
  select: { id: true },
  description:
    'A secret key for a server. It belongs to your merchant and your key’s mode. The secret itself is shown once, ' +
    'when the key is created, and is not stored.',
  fields: t => ({
    id: t.exposeID('id', { description: 'The key’s id, key_…. It is not secret.' }),
    label: t.exposeString('label', { nullable: true, description: 'What the key is for, in your own words.' }),
    prefix: t.exposeString('prefix', {
      description: 'The first characters of the secret, to recognize it by, e.g. sk_live_1a2b.',
    }),
    last4: t.exposeString('last4', {
      nullable: true,
      description: 'The last four characters of the secret. Null for a key that was created before this field existed.',
    }),
    scopes: t.exposeStringList('scopes', {
      description: 'What the key may do: read, charge, refund, manage, operator.',
      extensions: listOf(5),
    }),
    status: t.field({
      type: ApiKeyStatus,
      description: 'Whether the key gives access now.',
      select: { expiresAt: true, revokedAt: true },
      resolve: (key, _args, { deps }) => apiKeyStatus(key, deps.clock.now()),
    }),
    isCurrent: t.boolean({
      description: 'true: this is the key of your request.',
      resolve: ({ id }, _args, { caller }) => id === caller.actor,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the key was created.' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the key was last used, exact to one minute. Null if it was never used.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the key stops working. Null if it does not expire.',
    }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the key was revoked. Null if it is not revoked.',
    }),
    replacedById: t.exposeID('replacedById', {
      nullable: true,
      description: 'The id of the key that replaces this one after a rotation. Null if it was not rotated.',
    }),
  }),
})
