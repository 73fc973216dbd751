import type { JsonObject } from '../../base/text/json.ts'
import { exhaustedActions, intervalUnits, modes, scheduleStatuses } from '../../domain/enums.ts'
import {
  bigint,
  instant,
  integer,
  integerArray,
  json,
  nullable,
  oneOf,
  type Row,
  snapshotXmin,
  table,
  text,
} from '../sql/columns.ts'

export const schedules = table('schedules', {
  id: text,
  merchantId: text,
  mode: oneOf('mode', modes),
  version: integer,
  snapshotXmin,
  agreementId: text,
  consumerId: text,
  status: oneOf('schedule_status', scheduleStatuses),
  statusReason: nullable(text),
  amount: bigint,
  currency: text,
  intervalUnit: oneOf('interval_unit', intervalUnits),
  intervalCount: integer,
  anchorDate: text,
  timeOfDay: text,
  timeZone: text,
  endDate: nullable(text),
  maxOccurrences: nullable(integer),
  retryAfterDays: integerArray,
  onExhausted: oneOf('exhausted_action', exhaustedActions),
  reference: nullable(text),
  description: nullable(text),
  metadata: nullable(json<JsonObject>()),
  createdAt: instant,
  updatedAt: instant,
})
export type ScheduleRow = Row<typeof schedules>
