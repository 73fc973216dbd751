import type { LogFilter } from '../../store/event-log/filter.ts'
import {
  type NamedSubject,
  readUnknownSubjects,
  readUnreachedSubjects,
} from '../../store/event-log/unknown-subjects.ts'
import { tenantClient } from '../../store/prisma/tenant-client.ts'
import type { Database } from '../../store/sql/database.ts'
import type { LoggedEventRow } from '../../store/tables.ts'
import { checkId, shownId } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { type LogRefusal, startReading } from './start.ts'
import { viewOf } from './view.ts'

export interface LogSubscribeInput {
  /** A cursor. Without one the subscription starts with what was not yet committed at the time of the call. */
  readonly after?: string | undefined
  readonly filter: LogFilter
}

export interface LogSubscribed {
  readonly ok: true
  /** A reader that stops calls `return()`, which also ends a waiting `next()`. */
  readonly events: AsyncIterableIterator<LoggedEventRow>
}

/**
 * Delivers the events after `after`, then new events as they are committed: without a gap, each exactly once and in the
 * log's order. An id in the filter that is unknown, or belongs to another merchant, is NOT_FOUND.
 */
export async function subscribeToLog(
  deps: Pick<Deps, 'database' | 'cursors' | 'tail'>,
  caller: Caller,
  { after, filter }: LogSubscribeInput,
  signal?: AbortSignal,
): Promise<LogSubscribed | LogRefusal> {
  const [start, unknown] = await Promise.all([
    startReading(deps, caller, after),
    unknownSubjects(deps.database, caller, namedIn(filter)),
  ])
  if (!start.ok) return start
  if (unknown.length > 0) {
    const message = `There is no object of this type with the id ${unknown.map(shownId).join(' or ')} that you can access. ${checkId}`
    return { ok: false, error: { code: 'NOT_FOUND', message } }
  }
  const { position, contained } = start
  const view = { ...viewOf(caller, filter), ...(contained && { contained }) }
  return { ok: true, events: deps.tail.subscribe(view, position, signal) }
}

function unknownSubjects(
  database: Database,
  { tenant, grant }: Caller,
  named: readonly NamedSubject[],
): Promise<readonly string[]> {
  return grant === undefined
    ? readUnknownSubjects(database, tenant, named)
    : readUnreachedSubjects(tenantClient(database, tenant, grant.reach), named)
}

function namedIn({ subjectId, subjectType, agreementId, consumerId }: LogFilter): NamedSubject[] {
  const named: NamedSubject[] = []
  if (subjectId !== undefined) named.push({ id: subjectId, ...(subjectType && { type: subjectType }) })
  if (agreementId !== undefined) named.push({ id: agreementId, type: 'Agreement' })
  if (consumerId !== undefined) named.push({ id: consumerId, type: 'Consumer' })
  return named
}
