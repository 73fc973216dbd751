import { chargeCapture } from '../../src/operations/charge/capture.ts'
import { chargeRefund } from '../../src/operations/charge/refund.ts'
import { chargeVoid } from '../../src/operations/charge/void.ts'
import { builder } from '../builder.ts'
import { payloadCursor, replayed } from '../common/payload.ts'
import { answer, type PayloadOf, resultUnion } from '../result.ts'
import { ChargeCaptureInput, ChargeRefundInput, ChargeVoidInput } from './inputs.ts'

const refusals = [
  'INVALID_INPUT',
  'NOT_FOUND',
  'INVALID_STATE',
  'AMOUNT_EXCEEDED',
  'AMOUNT_UNSUPPORTED',
  'UNSUPPORTED_BY_PROVIDER',
  'PROVIDER_UNAVAILABLE',
  'IDEMPOTENCY_CONFLICT',
  'IDEMPOTENCY_IN_PROGRESS',
] as const

// ── Mutation.chargeCapture

const ChargeCapturePayload = builder.objectRef<PayloadOf<typeof chargeCapture>>('ChargeCapturePayload').implement({
  description: 'The capture was created. Check capture.status: it can be FAILED or still open.',
  fields: t => ({
    charge: t.expose('charge', { type: 'Charge', description: 'The charge in its current state.' }),
    capture: t.expose('operation', {
      type: 'Capture',
      description:
        'The capture in its current state. If status is PROCESSING or UNKNOWN, do not create another capture: wait ' +
        'for a change of the charge.',
    }),
    replayed: t.exposeBoolean('replayed', { description: replayed }),
    eventCursor: t.expose('eventCursor', { type: 'EventCursor', description: payloadCursor }),
  }),
})

const ChargeCaptureResult = resultUnion('ChargeCaptureResult', ChargeCapturePayload, refusals)

builder.mutationField('chargeCapture', t =>
  t.field({
    type: ChargeCaptureResult,
    scope: 'charge',
    description:
      'Captures an authorized amount, in full or in part. A decline is not an error: the capture is created with ' +
      'status FAILED.',
    args: { input: t.arg({ type: ChargeCaptureInput, required: true, description: 'The capture to create.' }) },
    resolve: (_root, { input }, context) => answer(context, chargeCapture(context.deps, context.caller, input)),
  }),
)

// ── Mutation.chargeRefund

const ChargeRefundPayload = builder.objectRef<PayloadOf<typeof chargeRefund>>('ChargeRefundPayload').implement({
  description: 'The refund was created. Check refund.status: it can be FAILED or still open.',
  fields: t => ({
    charge: t.expose('charge', { type: 'Charge', description: 'The charge in its current state.' }),
    refund: t.expose('operation', {
      type: 'Refund',
      description:
        'The refund in its current state. If status is PROCESSING or UNKNOWN, do not create another refund: wait for ' +
        'a change of the charge.',
    }),
    replayed: t.exposeBoolean('replayed', { description: replayed }),
    eventCursor: t.expose('eventCursor', { type: 'EventCursor', description: payloadCursor }),
  }),
})

const ChargeRefundResult = resultUnion('ChargeRefundResult', ChargeRefundPayload, refusals)

builder.mutationField('chargeRefund', t =>
  t.field({
    type: ChargeRefundResult,
    scope: 'refund',
    description:
      'Refunds a captured amount to the consumer, in full or in part. A decline is not an error: the refund is ' +
      'created with status FAILED.',
    args: { input: t.arg({ type: ChargeRefundInput, required: true, description: 'The refund to create.' }) },
    resolve: (_root, { input }, context) => answer(context, chargeRefund(context.deps, context.caller, input)),
  }),
)

// ── Mutation.chargeVoid

const ChargeVoidPayload = builder.objectRef<PayloadOf<typeof chargeVoid>>('ChargeVoidPayload').implement({
  description: 'The void was created. Check voidOperation.status: it can be FAILED or still open.',
  fields: t => ({
    charge: t.expose('charge', { type: 'Charge', description: 'The charge in its current state.' }),
    voidOperation: t.expose('operation', {
      type: 'VoidOperation',
      description:
        'The void in its current state. If status is PROCESSING or UNKNOWN, do not create another void: wait for a ' +
        'change of the charge.',
    }),
    replayed: t.exposeBoolean('replayed', { description: replayed }),
    eventCursor: t.expose('eventCursor', { type: 'EventCursor', description: payloadCursor }),
  }),
})

const ChargeVoidResult = resultUnion('ChargeVoidResult', ChargeVoidPayload, refusals)

builder.mutationField('chargeVoid', t =>
  t.field({
    type: ChargeVoidResult,
    scope: 'charge',
    description:
      'Releases an authorized amount that is not captured. A decline is not an error: the void is created with ' +
      'status FAILED.',
    args: { input: t.arg({ type: ChargeVoidInput, required: true, description: 'The void to create.' }) },
    resolve: (_root, { input }, context) => answer(context, chargeVoid(context.deps, context.caller, input)),
  }),
)
