import { consumerMessageOf } from '../../src/domain/decline/codes.ts'
import {
  type FailureAdvice as Advice,
  isRetryable,
  type FailureKind as Kind,
} from '../../src/domain/decline/failure.ts'
import { builder } from '../builder.ts'
import { describedEnum } from './enum.ts'

export const FailureKind = describedEnum<Kind>(
  'FailureKind',
  'What sort of failure it is, the same for every provider.',
  {
    SOFT_DECLINE: 'Declined for now, e.g. for lack of funds: the same charge may succeed later.',
    HARD_DECLINE: 'Declined for good: the same charge on the same means of payment will not succeed.',
    AUTHENTICATION_FAILED: 'The consumer did not prove who they are.',
    INVALID_REQUEST: 'The provider refused the request as it was made.',
    FRAUD_SUSPECTED: 'Declined on suspicion of fraud. Do not tell the consumer so.',
    PROVIDER_ERROR: 'The provider could not be reached, or failed.',
    EXPIRED: 'It was not done in time.',
    CANCELED: 'It was called off before it was done.',
  },
)

export const FailureAdvice = describedEnum<Advice>('FailureAdvice', 'What is best done next.', {
  RETRY_LATER: 'Try the same again later.',
  UPDATE_PAYMENT_METHOD: 'Ask the consumer for another means of payment.',
  AUTHENTICATE_CONSUMER: 'Charge again with the consumer present, so that they can authenticate.',
  NEW_AGREEMENT: 'This agreement cannot be charged any more: make a new one with the consumer.',
  DO_NOT_RETRY: 'Do not try this again.',
  CONTACT_PROVIDER: 'Ask the provider: what is wrong lies with the account or with them.',
  FIX_REQUEST: 'The request itself has to change; as it is, it will be refused again.',
})

builder.objectType('Failure', {
  description:
    'Why something failed: one vocabulary for every provider’s declines, with the provider’s own words beside it.',
  fields: t => ({
    kind: t.expose('kind', { type: FailureKind, description: 'The sort of failure.' }),
    code: t.exposeString('code', {
      description:
        'Normalised code, e.g. INSUFFICIENT_FUNDS, EXPIRED_CARD, AGREEMENT_REVOKED, GENERIC_DECLINE. New ones may come.',
    }),
    advice: t.expose('advice', { type: FailureAdvice, description: 'What is best done next.' }),
    retryable: t.boolean({
      description: 'True exactly where advice is RETRY_LATER: the same request may succeed at another time.',
      resolve: isRetryable,
    }),
    message: t.exposeString('message', { description: 'For a developer, in English; not meant for the consumer.' }),
    consumerMessage: t.string({
      description:
        'A sentence in English that may be shown to the consumer. It never says that fraud is suspected: such a failure ' +
        'reads like any other decline. To show another language, translate by `code`.',
      resolve: consumerMessageOf,
    }),
    providerCode: t.string({
      nullable: true,
      description: 'The provider’s own code; null where the provider gave none, or was not asked.',
      resolve: failure => failure.providerCode,
    }),
    providerMessage: t.string({
      nullable: true,
      description: 'The provider’s own words; null where it had none, or was not asked.',
      resolve: failure => failure.providerMessage,
    }),
  }),
})
