import type { UserErrorCode } from '../src/domain/input/user-error.ts'
import { builder } from './builder.ts'
import { listOf } from './lists/sizes.ts'

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
    'An expected failure. Every member of a result union except its payload implements it. Select `... on ' +
    'UserError { code message }` to handle errors that are added later.',
  resolveType: error => userErrorTypes[error.code],
  fields: t => ({
    code: t.exposeString('code', {
      description: 'Stable and machine-readable: the type’s name in capitals, e.g. NOT_FOUND.',
    }),
    message: t.exposeString('message', {
      description:
        'What is wrong, what was expected, and what to do next. For developers. Do not show it to the consumer.',
    }),
  }),
})

builder.objectType('InputIssue', {
  description: 'One problem in the arguments.',
  fields: t => ({
    path: t.exposeStringList('path', {
      description:
        'The path of the argument, relative to input, e.g. ["amount", "value"]. For a field that is missing on a ' +
        'stored object, e.g. ["consumerId", "email"].',
      extensions: listOf(3),
    }),
    code: t.exposeString('code', { description: 'REQUIRED, FORMAT, RANGE, TOO_LONG or UNSUPPORTED.' }),
    message: t.exposeString('message', { description: 'What is wrong, and what is accepted.' }),
  }),
})

builder.objectType('InvalidInput', {
  description:
    'The arguments are invalid, and nothing was done. `message` has the first issue with its path, and the ' +
    'number of other issues.',
  interfaces: ['UserError'],
  fields: t => ({
    issues: t.expose('issues', {
      type: ['InputIssue'],
      description: 'Every problem in the arguments.',
      extensions: listOf(5),
    }),
  }),
})

builder.objectType('NotFound', {
  description: 'No object with this id is visible to you. It does not exist, or belongs to another merchant.',
  interfaces: ['UserError'],
})

builder.objectType('InvalidState', {
  description: 'The object’s status does not allow this operation.',
  interfaces: ['UserError'],
  fields: t => ({ status: t.exposeString('status', { description: 'The current status of the object.' }) }),
})

builder.objectType('AmountExceeded', {
  description:
    'The amount is more than is available: a capture above the authorized amount, a refund above the captured ' +
    'amount, or a charge above the agreement’s limit.',
  interfaces: ['UserError'],
  fields: t => ({
    available: t.expose('available', { type: 'Money', description: 'The highest amount that is accepted.' }),
  }),
})

builder.objectType('AmountUnsupported', {
  description:
    'The provider does not support this amount in this currency. `message` has the nearest supported amount.',
  interfaces: ['UserError'],
  fields: t => ({
    suggestion: t.expose('suggestion', {
      type: 'Money',
      nullable: true,
      description: 'The nearest supported amount. Null if there is none.',
    }),
  }),
})

builder.objectType('UnsupportedByProvider', {
  description: 'The provider or the payment method does not support this.',
  interfaces: ['UserError'],
  fields: t => ({
    capability: t.exposeString('capability', {
      description: 'The missing capability: the name of a PaymentMethodCapability field, e.g. partialCapture.',
    }),
  }),
})

builder.objectType('ProviderUnavailable', {
  description:
    'The gateway has no credentials for the provider, or the provider’s circuit is OPEN. Nothing was saved or sent.',
  interfaces: ['UserError'],
  fields: t => ({
    retryAfter: t.expose('retryAfter', {
      type: 'DateTime',
      nullable: true,
      description: 'When to try again. Null if that is not known.',
    }),
  }),
})

builder.objectType('IdempotencyConflict', {
  description: 'The idempotencyKey was already used with other arguments. Nothing was done.',
  interfaces: ['UserError'],
  fields: t => ({
    existingId: t.exposeID('existingId', {
      nullable: true,
      description: 'The id of the object that the key created. Null if that is not known.',
    }),
  }),
})

builder.objectType('IdempotencyInProgress', {
  description:
    'A request with the same idempotencyKey is still running and has not created its object yet. Send the same ' +
    'request again after a moment.',
  interfaces: ['UserError'],
  fields: t => ({
    retryAfter: t.expose('retryAfter', {
      type: 'DateTime',
      nullable: true,
      description: 'When to try again. Null if that is not known.',
    }),
  }),
})
