import { builder } from '../builder.ts'
import { idempotencyKey } from '../common/payload.ts'

export const OccurrenceRetryInput = builder.inputType('OccurrenceRetryInput', {
  description: 'The occurrence to charge again now.',
  fields: t => ({
    idempotencyKey: t.string({ required: true, description: idempotencyKey }),
    occurrenceId: t.id({ required: true, description: 'The occurrence, occ_…. It must be RETRYING or FAILED.' }),
  }),
})

export const OccurrenceSkipInput = builder.inputType('OccurrenceSkipInput', {
  description: 'The occurrence to skip.',
  fields: t => ({
    occurrenceId: t.id({ required: true, description: 'The occurrence, occ_…. It must be UPCOMING or RETRYING.' }),
    reason: t.string({ description: 'The reason, stored in Occurrence.statusReason. Default: SKIPPED_BY_MERCHANT.' }),
  }),
})
