import { subscribeToLog } from '../../src/operations/event-log/subscribe.ts'
import type { LogFilter } from '../../src/store/event-log/filter.ts'
import type { LoggedEventRow } from '../../src/store/tables/event.ts'
import type { GraphContext } from '../context.ts'
import { requestError } from '../request-error.ts'

/** The events of a subscription field. Each one is resolved in its own context, with the state at that time. */
export async function subscribe(
  { deps, caller, resumeAfter }: GraphContext,
  filter: LogFilter,
  after: string | null | undefined,
): Promise<AsyncIterableIterator<LoggedEventRow>> {
  const subscribed = await subscribeToLog(deps, caller, { filter, after: resumeAfter ?? after ?? undefined })
  if (!subscribed.ok) throw requestError(subscribed.error.code, subscribed.error.message)
  return subscribed.events
}
