import type { JsonObject } from '../../base/text/json.ts'
import { Prisma } from '../prisma/generated/browser.ts'
import type { Event } from '../prisma/generated/client.ts'
import { type RowOf, table } from '../sql/columns.ts'

/** An event with its place in the log, as readers get it. */
export type LoggedEventRow = RowOf<Event, { data: JsonObject | null }>
export const loggedEvents = table<LoggedEventRow>('events', Prisma.EventScalarFieldEnum)

// The database gives an event its place.
const { xid: _xid, seq: _seq, ...columns } = Prisma.EventScalarFieldEnum
export const events = table<Omit<LoggedEventRow, 'xid' | 'seq'>>('events', columns)
