import type { UserErrorCode } from '../src/domain/input/user-error.ts'
import { builder } from './builder.ts'
import { listOf } from './list-size.ts'

/** The type of each error by its code. */
export const userErrorTypes = {
  INVALID_INPUT: 'InvalidInput',
  NOT_FOUND: 'NotFound',
  INVALID_STATE: 'InvalidState',
  AMOUNT_EXCEEDED: 'AmountExceeded',
  AMOUNT_UNSUPPORTED: 'AmountUnsupported',
  UNSUPPORTED_BY_PROVIDER: 'UnsupportedByProvider',
  PROVIDER_UNAVAILABLE: 'ProviderUnavailable',
  IDEMPOTENCY_CONFLICT: 'IdempotencyConflict',
  IDEMPOTENCY_IN_PROGRESS: 'IdempotencyInProgress',
} as const satisfies Record<UserErrorCode, string>

builder.interfaceType('UserError', {
  description:
    'Every expected failure is data: each member of a result that is not its payload is one of these. Select ' +
    '`... on UserError { code message }` to be ready for new ones.',
  resolveType: error => userErrorTypes[error.code],
  fields: t => ({
    code: t.exposeString('code', {
      description: 'Stable and machine readable: the type’s name in capitals, e.g. NOT_FOUND.',
    }),
    message: t.exposeString('message', {
      description:
        'What is wrong, what was expected and what to do: enough to act on alone. Safe to show to a developer; not meant for ' +
        'the consumer.',
    }),
  }),
})

builder.objectType('InputIssue', {
  description: 'One thing that is wrong with the arguments.',
  fields: t => ({
    path: t.exposeStringList('path', {
      description:
        'Where it is, starting below input: ["amount", "value"]. A field missing on a stored object: ["consumerId", "email"].',
      extensions: listOf(3),
    }),
    code: t.exposeString('code', { description: 'REQUIRED, FORMAT, RANGE, TOO_LONG or UNSUPPORTED.' }),
    message: t.exposeString('message', { description: 'What would be accepted.' }),
  }),
})

builder.objectType('InvalidInput', {
  description:
    'Arguments that cannot be accepted. Nothing was done. `message` names the first issue, with its path, and how many more there are.',
  interfaces: ['UserError'],
  fields: t => ({
    issues: t.expose('issues', {
      type: ['InputIssue'],
      description: 'Everything that is wrong, at once.',
      extensions: listOf(5),
    }),
  }),
})

builder.objectType('NotFound', {
  description: 'The id is unknown to this caller. Another merchant’s looks the same.',
  interfaces: ['UserError'],
})

builder.objectType('InvalidState', {
  description: 'The object is in a state that does not allow it.',
  interfaces: ['UserError'],
  fields: t => ({ status: t.exposeString('status', { description: 'The status that it is in.' }) }),
})

builder.objectType('AmountExceeded', {
  description:
    'More than is available: capture over the authorised, refund over the captured, charge over the agreement’s limit.',
  interfaces: ['UserError'],
  fields: t => ({
    available: t.expose('available', { type: 'Money', description: 'The most that would be accepted.' }),
  }),
})

builder.objectType('AmountUnsupported', {
  description: 'The provider does not take this amount in this currency. `message` names the amount that would do.',
  interfaces: ['UserError'],
  fields: t => ({
    suggestion: t.expose('suggestion', {
      type: 'Money',
      nullable: true,
      description: 'The nearest amount that it would take; null where there is none.',
    }),
  }),
})

builder.objectType('UnsupportedByProvider', {
  description: 'The provider or its payment method cannot do this.',
  interfaces: ['UserError'],
  fields: t => ({
    capability: t.exposeString('capability', {
      description: 'What is lacking, as a field of PaymentMethodCapability, e.g. partialCapture.',
    }),
  }),
})

builder.objectType('ProviderUnavailable', {
  description: 'No credentials here, or the provider’s circuit is open: decided before anything is recorded or sent.',
  interfaces: ['UserError'],
  fields: t => ({
    retryAfter: t.expose('retryAfter', {
      type: 'DateTime',
      nullable: true,
      description: 'From when on it is worth trying again; null where that is not known.',
    }),
  }),
})

builder.objectType('IdempotencyConflict', {
  description: 'The idempotency key was used before with other arguments. Nothing was done.',
  interfaces: ['UserError'],
  fields: t => ({
    existingId: t.exposeID('existingId', {
      nullable: true,
      description: 'What the key made then; null where that cannot be told.',
    }),
  }),
})

builder.objectType('IdempotencyInProgress', {
  description: 'The same key is being executed right now and has not created its object yet. Ask again in a moment.',
  interfaces: ['UserError'],
  fields: t => ({
    retryAfter: t.expose('retryAfter', {
      type: 'DateTime',
      nullable: true,
      description: 'From when on it is worth asking again; null where that is not known.',
    }),
  }),
})
