import type { JsonObject } from '../../base/text/json.ts'
import { Prisma } from '../prisma/generated/browser.ts'
import type { Schedule } from '../prisma/generated/client.ts'
import { type RowOf, table } from '../sql/columns.ts'

// The agreement's change sets `agreementEnded`, and the work queue writes the lease. A change of the schedule writes
// neither.
const {
  agreementEnded: _agreementEnded,
  fencingToken: _fencingToken,
  leaseUntil: _leaseUntil,
  ...columns
} = Prisma.ScheduleScalarFieldEnum
export type ScheduleRow = RowOf<
  Omit<Schedule, 'agreementEnded' | 'fencingToken' | 'leaseUntil'>,
  { metadata: JsonObject | null }
>
export const schedules = table<ScheduleRow>('schedules', columns)
