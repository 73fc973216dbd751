import type { JsonObject } from '../../base/text/json.ts'
import { Prisma } from '../prisma/generated/browser.ts'
import type { Event } from '../prisma/generated/client.ts'
import { type RowOf, table } from '../sql/columns.ts'

/** An event with its position in the log, as readers get it. */
export type LoggedEventRow = RowOf<Event, { data: JsonObject | null }>
export const loggedEvents = table<LoggedEventRow>('events', Prisma.EventScalarFieldEnum)

// The database assigns an event's position.
const { xid: _xid, seq: _seq, ...columns } = Prisma.EventScalarFieldEnum
export const events = table<Omit<LoggedEventRow, 'xid' | 'seq'>>('events', columns)
