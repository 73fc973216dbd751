import { consumerMessageOf, failureForConsumer } from '../../src/domain/decline/codes.ts'
import {
  type FailureAdvice as Advice,
  isRetryable,
  type FailureKind as Kind,
} from '../../src/domain/decline/failure.ts'
import { builder } from '../builder.ts'
import { describedEnum } from './enum.ts'

export const FailureKind = describedEnum<Kind>(
  'FailureKind',
  'The category of a failure, the same for every provider.',
  {
    SOFT_DECLINE: 'A temporary decline, e.g. insufficient funds. The same charge can succeed later.',
    HARD_DECLINE: 'A permanent decline. The same charge with the same instrument will not succeed.',
    AUTHENTICATION_FAILED: 'The consumer did not authenticate successfully.',
    INVALID_REQUEST: 'The provider rejected the request because of its content.',
    FRAUD_SUSPECTED: 'A decline because of suspected fraud. Do not show this to the consumer.',
    PROVIDER_ERROR: 'The provider could not be reached, or had an internal error.',
    EXPIRED: 'The time limit passed before the operation was completed.',
    CANCELED: 'The operation was canceled before it was completed.',
  },
)

export const FailureAdvice = describedEnum<Advice>('FailureAdvice', 'What to do next.', {
  RETRY_LATER: 'Send the same request again later.',
  UPDATE_PAYMENT_METHOD: 'Ask the consumer for another card or payment method.',
  AUTHENTICATE_CONSUMER: 'Charge again with initiator CONSUMER, so that the consumer can authenticate.',
  NEW_AGREEMENT: 'The agreement can no longer be charged. Create a new agreement with the consumer.',
  DO_NOT_RETRY: 'Do not retry.',
  CONTACT_PROVIDER: 'Contact the provider: the problem is in your account or at the provider.',
  FIX_REQUEST: 'Change the request. The same request will fail again.',
})

builder.objectType('Failure', {
  clientView: failureForConsumer,
  description:
    'Why something failed: normalized codes for every provider, together with the provider’s own code and message. For a ' +
    'client token, suspected fraud appears as an ordinary HARD_DECLINE.',
  fields: t => ({
    kind: t.expose('kind', { type: FailureKind, description: 'The category of the failure.' }),
    code: t.exposeString('code', {
      description:
        'The normalized code, e.g. INSUFFICIENT_FUNDS, EXPIRED_CARD, AGREEMENT_REVOKED, GENERIC_DECLINE. New codes ' +
        'may be added.',
    }),
    advice: t.expose('advice', { type: FailureAdvice, description: 'What to do next.' }),
    retryable: t.boolean({
      description: 'true: advice is RETRY_LATER, so the same request can succeed later. false: any other advice.',
      resolve: isRetryable,
    }),
    message: t.exposeString('message', {
      description: 'A message in English for developers. Do not show it to the consumer.',
    }),
    consumerMessage: t.string({
      description:
        'A sentence in English that you can show to the consumer. It never mentions suspected fraud. For other ' +
        'languages, translate by `code`.',
      resolve: consumerMessageOf,
    }),
    providerCode: t.string({
      nullable: true,
      clientNull: true,
      description: 'The provider’s own code. Null if the provider sent no code or was not called.',
      resolve: failure => failure.providerCode,
    }),
    providerMessage: t.string({
      nullable: true,
      clientNull: true,
      description: 'The provider’s own message. Null if the provider sent no message or was not called.',
      resolve: failure => failure.providerMessage,
    }),
  }),
})
