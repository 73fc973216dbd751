import { builder } from '../builder.ts'
import { idempotencyKey } from '../common/payload.ts'

export const OccurrenceRetryInput = builder.inputType('OccurrenceRetryInput', {
  description: 'An occurrence to charge again now.',
  fields: t => ({
    idempotencyKey: t.string({ required: true, description: idempotencyKey }),
    occurrenceId: t.id({ required: true, description: 'A RETRYING or FAILED one, occ_….' }),
  }),
})

export const OccurrenceSkipInput = builder.inputType('OccurrenceSkipInput', {
  description: 'An occurrence that is not to be charged.',
  fields: t => ({
    occurrenceId: t.id({ required: true, description: 'An UPCOMING or RETRYING one, occ_….' }),
    reason: t.string({ description: 'Why, for the record: Occurrence.statusReason. SKIPPED_BY_MERCHANT unless said.' }),
  }),
})
