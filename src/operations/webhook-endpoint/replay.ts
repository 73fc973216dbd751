import { invalidInput, type Result, succeed } from '../../domain/input/user-error.ts'
import { matchesType } from '../../domain/webhook-endpoint/event-types.ts'
import type { LogPosition } from '../../store/event-log/cursor.ts'
import { isAfter, logStart, positionOf, startOf } from '../../store/event-log/position.ts'
import { readLogAfter } from '../../store/event-log/read-page.ts'
import { eventsByIds } from '../../store/reads/events-by-ids.ts'
import type { LoggedEventRow, WebhookEndpointRow } from '../../store/tables.ts'
import { storeReplay } from '../../store/webhook-endpoint/deliveries.ts'
import { LONGEST_TRANSACTION_MS, positionBefore } from '../../store/webhook-endpoint/events.ts'
import { findEndpoint } from '../../store/webhook-endpoint/repository.ts'
import { changeRecorded } from '../audit/change.ts'
import { notFound } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { eventCursorRead } from '../event-log/read.ts'
import { readCursor } from '../event-log/start.ts'
import { newDelivery } from './message.ts'

export interface WebhookReplayInput {
  readonly webhookEndpointId: string
  readonly eventIds?: readonly string[] | null | undefined
  readonly after?: string | null | undefined
  readonly from?: Date | null | undefined
  readonly to?: Date | null | undefined
  readonly onlyUndelivered?: boolean | null | undefined
}

export interface WebhookReplayed {
  readonly webhookEndpoint: WebhookEndpointRow
  /** How many deliveries were added. */
  readonly added: number
  /** Everything up to here was added. */
  readonly eventCursor: string
  /** True if the range continues: call again after the cursor. */
  readonly more: boolean
}

const EVENTS_AT_ONCE = 1_000

interface Page {
  readonly events: readonly LoggedEventRow[]
  readonly position?: LogPosition
  readonly more: boolean
}

type Refused = 'INVALID_INPUT' | 'NOT_FOUND'

/** Delivers events again that an endpoint got, or did not get: some by their ids, or a part of the log. */
export async function webhookReplay(
  deps: Deps,
  caller: Caller,
  input: WebhookReplayInput,
): Promise<Result<WebhookReplayed, Refused>> {
  const { tenant } = caller
  if (input.eventIds == null && input.after == null && input.from == null)
    return invalidInput([
      { path: [], code: 'REQUIRED', message: 'Must have at least one of eventIds, after and from.' },
    ])
  const endpoint = await findEndpoint(deps.database, tenant, input.webhookEndpointId)
  if (endpoint === undefined) return notFound('webhook endpoint', input.webhookEndpointId)
  const page = await chosen(deps, caller, endpoint, input)
  if (!page.ok) return page
  const { events, position, more } = page.payload
  const deliveries = events.map(event => newDelivery(deps, endpoint, event, { replayed: true }))
  const added = await changeRecorded(deps.database, caller, {
    change: sql => storeReplay(sql, deliveries, input.onlyUndelivered === true),
    changed: () => endpoint.id,
  })
  deps.tail.wake()
  const eventCursor = position ? deps.cursors.encode(tenant, position) : await eventCursorRead(deps, caller)
  return succeed({ webhookEndpoint: endpoint, added, eventCursor, more })
}

async function chosen(
  deps: Deps,
  caller: Caller,
  endpoint: WebhookEndpointRow,
  input: WebhookReplayInput,
): Promise<Result<Page, Refused>> {
  const start = await startOfReplay(deps, caller, input)
  if (!start.ok) return start
  return input.eventIds
    ? byIds(deps, caller, input.eventIds, { ...input, after: start.payload })
    : fromLog(deps, caller, endpoint, { ...input, after: start.payload })
}

interface Part extends Pick<WebhookReplayInput, 'from' | 'to'> {
  readonly after: LogPosition
}

const isInTime = ({ from, to }: Part, { occurredAt }: LoggedEventRow) =>
  (from == null || occurredAt >= from) && (to == null || occurredAt < to)

async function byIds(
  { database }: Deps,
  { tenant }: Caller,
  ids: readonly string[],
  part: Part,
): Promise<Result<Page, 'NOT_FOUND'>> {
  const found = await eventsByIds(database, tenant, ids)
  const missing = ids.find(id => !found.some(event => event.id === id))
  if (missing !== undefined) return notFound('event', missing)
  const events = found.filter(event => isAfter(positionOf(event), part.after) && isInTime(part, event))
  return succeed({ events, more: false })
}

async function fromLog(
  { database }: Deps,
  { tenant }: Caller,
  { eventTypes }: WebhookEndpointRow,
  part: Part,
): Promise<Result<Page, 'INVALID_INPUT'>> {
  const { to, after } = part
  const { rows, position, more, keptFrom } = await readLogAfter(database, { tenant, filter: {} }, after, {
    limit: EVENTS_AT_ONCE,
  })
  if (part.from != null && isAfter(keptFrom, after))
    return invalidInput([
      { path: ['from'], code: 'UNSUPPORTED', message: 'Events since then were archived. Choose a later time.' },
    ])
  const events = rows.filter(row => matchesType(eventTypes, row.type) && isInTime(part, row))
  const last = rows.at(-1)
  const isPast = to != null && last !== undefined && last.occurredAt.getTime() > to.getTime() + LONGEST_TRANSACTION_MS
  return succeed({ events, position, more: more && !isPast })
}

/** The later one of the cursor and the time. */
async function startOfReplay(
  deps: Deps,
  caller: Caller,
  { after, from }: Pick<WebhookReplayInput, 'after' | 'from'>,
): Promise<Result<LogPosition, 'INVALID_INPUT'>> {
  const since = from == null ? logStart : await positionBefore(deps.database, from)
  if (after == null) return succeed(since)
  const reading = await readCursor(deps, caller, 'after', after)
  if (!reading.ok)
    return invalidInput([
      { path: ['after'], code: 'UNSUPPORTED', message: `${reading.error.message} (${reading.error.code})` },
    ])
  const { position } = startOf(reading.cursor)
  return succeed(isAfter(since, position) ? since : position)
}
