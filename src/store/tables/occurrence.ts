import { modes, occurrenceStatuses } from '../../domain/enums.ts'
import { bigint, instant, integer, nullable, oneOf, type Row, table, text } from '../sql/columns.ts'

export const occurrences = table('occurrences', {
  id: text,
  merchantId: text,
  mode: oneOf('mode', modes),
  scheduleId: text,
  index: integer,
  status: oneOf('occurrence_status', occurrenceStatuses),
  statusReason: nullable(text),
  amount: bigint,
  currency: text,
  dueDate: text,
  dueAt: instant,
  nextAt: nullable(instant),
  tries: integer,
  lastTriedAt: nullable(instant),
  leaseUntil: nullable(instant),
  createdAt: instant,
  updatedAt: instant,
})
export type OccurrenceRow = Row<typeof occurrences>
