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
  description: 'The capture that was made, and its charge.',
  fields: t => ({
    charge: t.expose('charge', { type: 'Charge', description: 'The charge, in its present state.' }),
    capture: t.expose('operation', {
      type: 'Capture',
      description:
        'The capture, in its present state: PROCESSING or UNKNOWN too. Watch the charge, do not make another.',
    }),
    replayed: t.exposeBoolean('replayed', { description: replayed }),
    eventCursor: t.expose('eventCursor', { type: 'EventCursor', description: payloadCursor }),
  }),
})

const ChargeCaptureResult = resultUnion('ChargeCaptureResult', ChargeCapturePayload, refusals)

builder.mutationField('chargeCapture', t =>
  t.field({
    type: ChargeCaptureResult,
    description:
      'Captures what is authorised, or part of it. That the provider declines is no error: the capture exists and says FAILED.',
    args: { input: t.arg({ type: ChargeCaptureInput, required: true, description: 'The capture.' }) },
    resolve: (_root, { input }, context) => answer(context, chargeCapture(context.deps, context.caller, input)),
  }),
)

// ── Mutation.chargeRefund

const ChargeRefundPayload = builder.objectRef<PayloadOf<typeof chargeRefund>>('ChargeRefundPayload').implement({
  description: 'The refund that was made, and its charge.',
  fields: t => ({
    charge: t.expose('charge', { type: 'Charge', description: 'The charge, in its present state.' }),
    refund: t.expose('operation', {
      type: 'Refund',
      description:
        'The refund, in its present state: PROCESSING or UNKNOWN too. Watch the charge, do not make another.',
    }),
    replayed: t.exposeBoolean('replayed', { description: replayed }),
    eventCursor: t.expose('eventCursor', { type: 'EventCursor', description: payloadCursor }),
  }),
})

const ChargeRefundResult = resultUnion('ChargeRefundResult', ChargeRefundPayload, refusals)

builder.mutationField('chargeRefund', t =>
  t.field({
    type: ChargeRefundResult,
    description:
      'Gives what is captured, or part of it, back to the consumer. That the provider declines is no error: the refund exists and says FAILED.',
    args: { input: t.arg({ type: ChargeRefundInput, required: true, description: 'The refund.' }) },
    resolve: (_root, { input }, context) => answer(context, chargeRefund(context.deps, context.caller, input)),
  }),
)

// ── Mutation.chargeVoid

const ChargeVoidPayload = builder.objectRef<PayloadOf<typeof chargeVoid>>('ChargeVoidPayload').implement({
  description: 'The void that was made, and its charge.',
  fields: t => ({
    charge: t.expose('charge', { type: 'Charge', description: 'The charge, in its present state.' }),
    voidOperation: t.expose('operation', {
      type: 'VoidOperation',
      description: 'The void, in its present state: PROCESSING or UNKNOWN too. Watch the charge, do not make another.',
    }),
    replayed: t.exposeBoolean('replayed', { description: replayed }),
    eventCursor: t.expose('eventCursor', { type: 'EventCursor', description: payloadCursor }),
  }),
})

const ChargeVoidResult = resultUnion('ChargeVoidResult', ChargeVoidPayload, refusals)

builder.mutationField('chargeVoid', t =>
  t.field({
    type: ChargeVoidResult,
    description:
      'Gives back what is authorised and not captured. That the provider declines is no error: the void exists and says FAILED.',
    args: { input: t.arg({ type: ChargeVoidInput, required: true, description: 'The void.' }) },
    resolve: (_root, { input }, context) => answer(context, chargeVoid(context.deps, context.caller, input)),
  }),
)
