import { builder } from '../builder.ts'
import { MoneyInput } from '../common/money.ts'
import { idempotencyKey } from '../common/payload.ts'

const amount = 'The amount. Omitted or null: all that is left.'

export const ChargeCaptureInput = builder.inputType('ChargeCaptureInput', {
  description: 'A capture of an authorized charge.',
  fields: t => ({
    idempotencyKey: t.string({ required: true, description: idempotencyKey }),
    chargeId: t.id({ required: true, description: 'The charge’s id, chg_….' }),
    amount: t.field({ type: MoneyInput, description: amount }),
    reference: t.string({ description: 'Your own reference for the capture.' }),
  }),
})

export const ChargeRefundInput = builder.inputType('ChargeRefundInput', {
  description: 'A refund of a captured charge.',
  fields: t => ({
    idempotencyKey: t.string({ required: true, description: idempotencyKey }),
    chargeId: t.id({ required: true, description: 'The charge’s id, chg_….' }),
    amount: t.field({ type: MoneyInput, description: amount }),
    reason: t.string({
      description: 'The reason, for your records. It is sent to the provider if the provider accepts one.',
    }),
    reference: t.string({ description: 'Your own reference for the refund.' }),
  }),
})

export const ChargeVoidInput = builder.inputType('ChargeVoidInput', {
  description: 'A void: releases an authorized amount that is not captured.',
  fields: t => ({
    idempotencyKey: t.string({ required: true, description: idempotencyKey }),
    chargeId: t.id({ required: true, description: 'The charge’s id, chg_….' }),
    amount: t.field({ type: MoneyInput, description: amount }),
    reference: t.string({ description: 'Your own reference for the void.' }),
  }),
})
