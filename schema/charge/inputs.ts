import { builder } from '../builder.ts'
import { ChargeInitiator } from '../common/charge-initiator.ts'
import { ClientInput } from '../common/client.ts'
import { MoneyInput } from '../common/money.ts'
import { idempotencyKey, metadata } from '../common/payload.ts'
import { CaptureMode, ChargeReason } from './enums.ts'

export const ChargeCreateInput = builder.inputType('ChargeCreateInput', {
  description: 'The charge to create.',
  fields: t => ({
    idempotencyKey: t.string({ required: true, description: idempotencyKey }),
    agreementId: t.id({ required: true, description: 'The agreement to charge, agr_…. It must be ACTIVE.' }),
    amount: t.field({
      type: MoneyInput,
      required: true,
      description: 'The amount to charge. It must be within the agreement’s terms.',
    }),
    captureMode: t.field({ type: CaptureMode, description: 'When to capture the amount. Default: AUTOMATIC.' }),
    initiator: t.field({
      type: ChargeInitiator,
      description:
        'Who starts the charge. Default: MERCHANT. With CONSUMER, the charge can require authentication; set returnUrl.',
    }),
    reason: t.field({
      type: ChargeReason,
      description:
        'Default: UNSCHEDULED. Use SCHEDULED or SCHEDULED_RETRY if you have your own scheduler. INITIAL is not accepted.',
    }),
    retryOf: t.id({ description: 'The failed charge that this charge retries, chg_….' }),
    returnUrl: t.field({
      type: 'URL',
      description:
        'The URL to which the consumer’s browser returns after authentication, for initiator CONSUMER. At most 2048 ' +
        'characters, percent-encoded.',
    }),
    client: t.field({
      type: ClientInput,
      description: 'Information about the consumer’s device, for initiator CONSUMER.',
    }),
    reference: t.string({
      description: 'Your own reference. You can filter lists by it. It does not have to be unique.',
    }),
    description: t.string({ description: 'A description that the consumer may see.' }),
    metadata: t.field({ type: 'JSON', description: metadata }),
  }),
})

export const ChargeSyncInput = builder.inputType('ChargeSyncInput', {
  description: 'The charge to synchronize with the provider.',
  fields: t => ({ chargeId: t.id({ required: true, description: 'The charge’s id, chg_….' }) }),
})
