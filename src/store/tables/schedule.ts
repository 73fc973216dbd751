import type { JsonObject } from '../../base/text/json.ts'
import { Prisma } from '../prisma/generated/browser.ts'
import type { Schedule } from '../prisma/generated/client.ts'
import { type RowOf, table } from '../sql/columns.ts'

// Set by the agreement's own change, and never by the schedule's.
const { agreementEnded: _agreementEnded, ...columns } = Prisma.ScheduleScalarFieldEnum
export type ScheduleRow = RowOf<Omit<Schedule, 'agreementEnded'>, { metadata: JsonObject | null }>
export const schedules = table<ScheduleRow>('schedules', columns)
