import { providerAccountRetire } from '../../src/operations/provider-account/retire.ts'
import { providerAccountSet, type TrialOutcome } from '../../src/operations/provider-account/set.ts'
import { builder } from '../builder.ts'
import { describedEnum } from '../common/enum.ts'
import { answer, type PayloadOf, resultUnion } from '../result.ts'
import { ProviderAccountRetireInput, ProviderAccountSetInput } from './inputs.ts'

const CredentialTrial = describedEnum<TrialOutcome>(
  'CredentialTrial',
  'Whether the provider accepted saved credentials.',
  {
    ACCEPTED:
      'The provider accepted them in a read that changes nothing. At PPRO, this does not try the webhookSecret.',
    UNKNOWN: 'The provider responded, but its response does not say whether it accepts them. They were saved.',
    NOT_TRIED: 'They were saved without trying them.',
  },
)

// ── Mutation.providerAccountSet

const ProviderAccountSetPayload = builder
  .objectRef<PayloadOf<typeof providerAccountSet>>('ProviderAccountSetPayload')
  .implement({
    description: 'The credentials were saved.',
    fields: t => ({
      providerAccount: t.expose('providerAccount', {
        type: 'ProviderAccount',
        description: 'The account, with status ACTIVE.',
      }),
      trial: t.expose('trial', { type: CredentialTrial, description: 'Whether the provider accepted them.' }),
    }),
  })

const ProviderAccountSetResult = resultUnion('ProviderAccountSetResult', ProviderAccountSetPayload, [
  'INVALID_INPUT',
  'INVALID_STATE',
  'PROVIDER_UNAVAILABLE',
])

builder.mutationField('providerAccountSet', t =>
  t.field({
    scope: 'manage',
    type: ProviderAccountSetResult,
    description:
      'Sets your merchant’s account at a provider, for your key’s mode. The credentials are tried first: if the ' +
      'provider refuses them, returns InvalidInput and saves nothing. If an account with the same name is already ' +
      'set, it gets the new credentials and keeps its id. Otherwise the new account replaces the current one for new ' +
      'agreements; existing agreements and charges stay on their account.',
    args: { input: t.arg({ type: ProviderAccountSetInput, required: true, description: 'The credentials.' }) },
    resolve: (_root, { input }, context) => answer(context, providerAccountSet(context.deps, context.caller, input)),
  }),
)

// ── Mutation.providerAccountRetire

const ProviderAccountRetirePayload = builder
  .objectRef<PayloadOf<typeof providerAccountRetire>>('ProviderAccountRetirePayload')
  .implement({
    description: 'The account was retired.',
    fields: t => ({
      providerAccount: t.expose('providerAccount', {
        type: 'ProviderAccount',
        description: 'The account, with status RETIRED.',
      }),
    }),
  })

const ProviderAccountRetireResult = resultUnion('ProviderAccountRetireResult', ProviderAccountRetirePayload, [
  'NOT_FOUND',
])

builder.mutationField('providerAccountRetire', t =>
  t.field({
    scope: 'manage',
    type: ProviderAccountRetireResult,
    description:
      'Retires an account: it gets no new agreements and no new charges. Its existing agreements and charges can ' +
      'still be captured, refunded, voided, revoked and queried. Without an ACTIVE account, ' +
      'agreementCreate returns ProviderUnavailable.',
    args: { input: t.arg({ type: ProviderAccountRetireInput, required: true, description: 'The account to retire.' }) },
    resolve: (_root, { input }, context) => answer(context, providerAccountRetire(context.deps, context.caller, input)),
  }),
)
