import { subscribeToLog } from '../../src/operations/event-log/subscribe.ts'
import type { LogFilter } from '../../src/store/event-log/filter.ts'
import type { LoggedEventRow } from '../../src/store/tables.ts'
import type { GraphContext } from '../context.ts'
import { requestError } from '../request-error.ts'

/** The events of a subscription field. Each one is resolved in its own context, with the state at that time. */
export async function subscribe(
  { deps, caller, prisma, resumeAfter }: GraphContext,
  filter: LogFilter,
  after: string | null | undefined,
): Promise<AsyncIterableIterator<LoggedEventRow>> {
  const subscribed = await subscribeToLog(deps, caller, { filter, after: resumeAfter ?? after ?? undefined })
  if (!subscribed.ok) throw requestError(subscribed.error.code, subscribed.error.message)
  const { grant } = caller
  if (grant === undefined || filter.subjectType !== 'Schedule') return subscribed.events
  const isStillReached = async ({ subjectId: id }: LoggedEventRow) =>
    (await prisma.schedule.findUnique({ where: { id }, select: { id: true } })) !== null
  return only(subscribed.events, isStillReached)
}

/**
 * A schedule can move to another agreement, but its earlier events still belong to the first agreement. A client token
 * that can no longer read the schedule gets none of them. Not an async generator, because its `return()` waits for a
 * pending event.
 */
function only<T>(events: AsyncIterableIterator<T>, isWanted: (event: T) => Promise<boolean>): AsyncIterableIterator<T> {
  return {
    async next() {
      for (;;) {
        const next = await events.next()
        if (next.done || (await isWanted(next.value))) return next
      }
    },
    return: async () => (await events.return?.()) ?? { done: true, value: undefined },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
