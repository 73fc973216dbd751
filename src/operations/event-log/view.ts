import { type LogFilter, type LogView, logReachOf } from '../../store/event-log/filter.ts'
import type { Caller } from '../command/caller.ts'

/** The part of the log that a caller reads. */
export function viewOf({ tenant, grant }: Caller, filter: LogFilter): LogView {
  return { tenant, filter, ...(grant && { reach: logReachOf(grant.reach) }) }
}
