import { builder } from '../builder.ts'
import { ChargeInitiator } from '../common/charge-initiator.ts'
import { ClientInput } from '../common/client.ts'
import { MoneyInput } from '../common/money.ts'
import { idempotencyKey, metadata } from '../common/payload.ts'
import { CaptureMode, ChargeReason } from './enums.ts'

export const ChargeCreateInput = builder.inputType('ChargeCreateInput', {
  description: 'A new charge under an agreement.',
  fields: t => ({
    idempotencyKey: t.string({ required: true, description: idempotencyKey }),
    agreementId: t.id({ required: true, description: 'The ACTIVE agreement to charge, agr_….' }),
    amount: t.field({ type: MoneyInput, required: true, description: 'How much, within what was agreed.' }),
    captureMode: t.field({ type: CaptureMode, description: 'When it is captured: AUTOMATIC unless said.' }),
    initiator: t.field({
      type: ChargeInitiator,
      description:
        'MERCHANT unless said; with CONSUMER the answer may ask for authentication, and returnUrl says where to come back.',
    }),
    reason: t.field({
      type: ChargeReason,
      description: 'UNSCHEDULED unless said; for callers with a scheduler of their own. INITIAL is not accepted.',
    }),
    retryOf: t.id({ description: 'The charge that this one tries again, chg_….' }),
    returnUrl: t.field({
      type: 'URL',
      description:
        'Where the consumer’s browser goes after authenticating, for initiator CONSUMER. At most 2048 characters, ' +
        'percent-encoded.',
    }),
    client: t.field({
      type: ClientInput,
      description: 'What is known of the consumer’s device, for initiator CONSUMER.',
    }),
    reference: t.string({ description: 'The merchant’s own name for it, to filter by. Need not be unique.' }),
    description: t.string({ description: 'What it is for, as the consumer may see it.' }),
    metadata: t.field({ type: 'JSON', description: metadata }),
  }),
})

export const ChargeSyncInput = builder.inputType('ChargeSyncInput', {
  description: 'A charge to ask the provider about.',
  fields: t => ({ chargeId: t.id({ required: true, description: 'chg_…' }) }),
})
