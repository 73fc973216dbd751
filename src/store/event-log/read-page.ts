import { type Sql, type Statement, statement } from '../sql/database.ts'
import { isReadable, snapshotLogEnd, snapshotXmin } from '../sql/snapshot.ts'
import { type LoggedEventRow, loggedEvents } from '../tables.ts'
import type { LogPosition } from './cursor.ts'
import { isReachedSql, type LogFilter, type LogView, reachParameters } from './filter.ts'
import { archivedTo, lastArchived } from './kept.ts'
import { beforeTransaction, earlierOf, justBefore, logStart, positionOf } from './position.ts'

/** The limits of a page in the log. */
export interface LogPart {
  /** Only events after this position. */
  readonly after?: LogPosition | undefined
  /** Only events before this position. */
  readonly before?: LogPosition | undefined
}

export interface LogPage {
  /** In the log's order. */
  readonly rows: readonly LoggedEventRow[]
  /** Everything between the page's beginning and this position was read, even if `rows` is empty. */
  readonly position: LogPosition
  /** True if the part continues beyond `position`, perhaps without an event that passes the filter. */
  readonly more: boolean
  /** Where the log began in the page's snapshot: what was before it is archived, and may be missing from the page. */
  readonly keptFrom: LogPosition
}

export interface LastLogPage extends LogPage {
  /** The end of the part when it was read: everything up to here was visible, and nothing after it was read. */
  readonly end: LogPosition
}

export interface LogPageOptions {
  readonly limit: number
  /** The maximum number of index rows that are read for one page. */
  readonly scanLimit?: number
}

// With a filter that few events pass, one page would otherwise read a whole log.
const SCAN_LIMIT = 10_000
const BEHIND_ALL: LogPosition = { kind: 'position', xid: 2n ** 63n - 1n, seq: 0n }

interface PageState {
  readonly xmin: bigint
  readonly endXid: bigint
  readonly archivedXid: bigint | null
  readonly archivedSeq: bigint | null
}
type PageRow = (PageState & LoggedEventRow) | (PageState & { readonly seq: null })
type Driver = 'tenant' | 'subject' | 'agreement' | 'consumer'
type Direction = 'ASC' | 'DESC'

// An id finds few events already. With "=" on the tenant, the planner would also scan all events of the tenant and
// intersect the two; "IS NOT DISTINCT FROM" only filters.
const ofTenant = 'e.merchant_id IS NOT DISTINCT FROM $1 AND e.mode IS NOT DISTINCT FROM $2::mode'

/** The index that each statement uses, by the id $7. An agreement's events are found among those of its consumer. */
const drivers: Readonly<Record<Driver, string>> = {
  tenant: 'e.merchant_id = $1 AND e.mode = $2::mode AND $7::text IS NULL',
  subject: `e.subject_id = $7 AND ${ofTenant}`,
  agreement: `e.agreement_id = $7 AND ${ofTenant}
    AND e.consumer_id = (SELECT a.consumer_id FROM agreements a WHERE a.id = $7)`,
  consumer: `e.consumer_id = $7 AND ${ofTenant}`,
}

const inOrder = (direction: Direction) => `ORDER BY e.xid ${direction}, e.seq ${direction}`
// Each partition costs one probe of its index. Another condition, by which PostgreSQL could leave some out, would make it
// expect so few events that it would rather read and sort all of them.
const scanned = (driver: Driver, direction: Direction, xmin: string) => `
  FROM events e
  WHERE ${drivers[driver]} AND (e.xid, e.seq) > ($3::bigint, $4::bigint) AND (e.xid, e.seq) < ($5::bigint, $6::bigint)
    AND ${isReadable('e', xmin)}
  ${inOrder(direction)}`

const readPage = forEachIndex((driver, direction, name) =>
  statement<PageRow>(
    `log-read-page-${name}`,
    `SELECT s.xmin, s."endXid", archived.xid AS "archivedXid", archived.seq AS "archivedSeq", event.*
     FROM (SELECT ${snapshotXmin} AS xmin, ${snapshotLogEnd} AS "endXid") s
     LEFT JOIN (${lastArchived}) archived ON true
     LEFT JOIN LATERAL (
       SELECT e.* FROM (SELECT ${loggedEvents.select('e')} ${scanned(driver, direction, 's.xmin')} LIMIT $8) e
       WHERE ($10::text IS NULL OR e."agreementId" = $10)
         AND ($11::text IS NULL OR e."consumerId" = $11)
         AND ($12::text[] IS NULL OR e.type = ANY ($12))
         AND ($13::text IS NULL OR e."subjectType" = $13)
         AND ($14::text IS NULL OR (e.change AND ($14 = 'changes' OR e.status IS NOT NULL)))
         AND ($15::text IS NULL OR e."subjectId" <> $15 OR e.version > $16::int OR (e.version = $16 AND NOT e.change))
         AND ${isReachedSql('e', 17)}
       ${inOrder(direction)} LIMIT $9
     ) event ON true
     ORDER BY event.xid ${direction}, event.seq ${direction}`,
  ),
)

// The last event that is read for one page. No row if the scan reached the end.
const readScanEnd = forEachIndex((driver, direction, name) =>
  statement<Pick<LoggedEventRow, 'xid' | 'seq'>>(
    `log-read-scan-end-${name}`,
    `SELECT e.xid, e.seq ${scanned(driver, direction, '$9::bigint')} OFFSET $8::int - 1 LIMIT 1`,
  ),
)

/**
 * The oldest events of one reader's part of the log. Contains only events before every open transaction, so that
 * nothing can appear later at or before `position`.
 */
export async function readLogAfter(
  sql: Sql,
  view: LogView,
  after: LogPosition,
  { before, ...options }: LogPageOptions & Pick<LogPart, 'before'>,
): Promise<LogPage> {
  const { found, rows, endXid, keptFrom, scanEnd } = await readFrom('ASC', sql, view, { after, before }, options)
  const page = { rows, keptFrom }
  const last = rows.at(-1)
  if (found > options.limit) return { ...page, position: last === undefined ? after : positionOf(last), more: true }
  const end = endOfPart(endXid, before)
  const stop = await scanEnd()
  return stop === undefined ? { ...page, position: end, more: false } : { ...page, position: stop, more: true }
}

/**
 * The newest events of one reader's part of the log. `position` and `more` refer to the direction of the log's
 * beginning.
 */
export async function readLogBefore(
  sql: Sql,
  view: LogView,
  { after, before }: LogPart,
  options: LogPageOptions,
): Promise<LastLogPage> {
  const { found, rows, endXid, keptFrom, scanEnd } = await readFrom('DESC', sql, view, { after, before }, options)
  const end = endOfPart(endXid, before)
  const oldest = rows.at(-1)
  const page = { rows: rows.toReversed(), end, keptFrom }
  if (found > options.limit) return { ...page, position: oldest === undefined ? end : positionOf(oldest), more: true }
  const stop = await scanEnd()
  return stop === undefined
    ? { ...page, position: after ?? logStart, more: false }
    : { ...page, position: stop, more: true }
}

function endOfPart(endXid: bigint, before: LogPosition | undefined): LogPosition {
  const readable = beforeTransaction(endXid)
  return before === undefined ? readable : earlierOf(readable, justBefore(before))
}

interface Read {
  /** One more than the limit if there are more. */
  readonly found: number
  /** At most `limit` rows, in reading order. */
  readonly rows: readonly LoggedEventRow[]
  readonly endXid: bigint
  readonly keptFrom: LogPosition
  /** Where the scan stopped; undefined if it read the whole part. */
  readonly scanEnd: () => Promise<LogPosition | undefined>
}

async function readFrom(
  direction: Direction,
  sql: Sql,
  { tenant, filter, contained, reach }: LogView,
  { after = logStart, before = BEHIND_ALL }: LogPart,
  { limit, scanLimit = SCAN_LIMIT }: LogPageOptions,
): Promise<Read> {
  const { driver, id } = driverOf(filter, reach?.onlyConsumer)
  const index = `${driver}-${direction}` as const
  const scan = [tenant.merchantId, tenant.mode, after.xid, after.seq, before.xid, before.seq, id, scanLimit]
  const answered = await sql.rows(readPage[index], [
    ...scan,
    limit + 1,
    filter.agreementId ?? null,
    filter.consumerId ?? null,
    filter.types ?? null,
    filter.subjectType ?? null,
    filter.only ?? null,
    contained?.subjectId ?? null,
    contained?.version ?? null,
    ...reachParameters(reach),
  ])
  const [state] = answered
  if (state === undefined) throw new Error('the statement for a page of the log must return a row, and returned none')
  const found = answered.flatMap(({ xmin: _m, endXid: _e, archivedXid: _x, archivedSeq: _s, ...row }) =>
    row.seq === null ? [] : [row],
  )
  return {
    found: found.length,
    rows: found.slice(0, limit),
    endXid: state.endXid,
    keptFrom: archivedTo({ xid: state.archivedXid, seq: state.archivedSeq }),
    // Uses the page's xmin and not a later one: events that became readable in between were not read.
    scanEnd: async () => {
      const row = await sql.row(readScanEnd[index], [...scan, state.xmin])
      return row && positionOf(row)
    },
  }
}

function driverOf(
  { subjectId, agreementId, consumerId: given }: LogFilter,
  onlyConsumer: string | undefined,
): { driver: Driver; id: string | null } {
  const consumerId = given ?? onlyConsumer
  if (subjectId !== undefined) return { driver: 'subject', id: subjectId }
  if (agreementId !== undefined) return { driver: 'agreement', id: agreementId }
  return consumerId === undefined ? { driver: 'tenant', id: null } : { driver: 'consumer', id: consumerId }
}

type Index = `${Driver}-${Direction}`

function forEachIndex<Row>(
  make: (driver: Driver, direction: Direction, name: Index) => Statement<Row>,
): Readonly<Record<Index, Statement<Row>>> {
  const all = (Object.keys(drivers) as Driver[]).flatMap(driver =>
    (['ASC', 'DESC'] as const).map(direction => {
      const name: Index = `${driver}-${direction}`
      return [name, make(driver, direction, name)] as const
    }),
  )
  return Object.fromEntries(all) as Record<Index, Statement<Row>>
}
