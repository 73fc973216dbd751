import { builder } from '../builder.ts'
import { MoneyInput } from '../common/money.ts'
import { idempotencyKey } from '../common/payload.ts'

const amount = 'How much. Left out or null: all that is left.'

export const ChargeCaptureInput = builder.inputType('ChargeCaptureInput', {
  description: 'A capture of what is authorised.',
  fields: t => ({
    idempotencyKey: t.string({ required: true, description: idempotencyKey }),
    chargeId: t.id({ required: true, description: 'chg_…' }),
    amount: t.field({ type: MoneyInput, description: amount }),
    reference: t.string({ description: 'The merchant’s own name for the capture.' }),
  }),
})

export const ChargeRefundInput = builder.inputType('ChargeRefundInput', {
  description: 'A refund of what is captured.',
  fields: t => ({
    idempotencyKey: t.string({ required: true, description: idempotencyKey }),
    chargeId: t.id({ required: true, description: 'chg_…' }),
    amount: t.field({ type: MoneyInput, description: amount }),
    reason: t.string({ description: 'Why, for the record and, where it takes one, for the provider.' }),
    reference: t.string({ description: 'The merchant’s own name for the refund.' }),
  }),
})

export const ChargeVoidInput = builder.inputType('ChargeVoidInput', {
  description: 'Gives back what is authorised and not captured.',
  fields: t => ({
    idempotencyKey: t.string({ required: true, description: idempotencyKey }),
    chargeId: t.id({ required: true, description: 'chg_…' }),
    amount: t.field({ type: MoneyInput, description: amount }),
    reference: t.string({ description: 'The merchant’s own name for the void.' }),
  }),
})
