import { type Sql, type Statement, statement } from '../sql/database.ts'
import { isReadable, snapshotXmin } from '../sql/snapshot.ts'
import { type LoggedEventRow, loggedEvents } from '../tables/event.ts'
import type { LogPosition } from './cursor.ts'
import type { LogFilter, LogView } from './filter.ts'
import { beforeTransaction, earlierOf, justBefore, logStart, positionOf } from './position.ts'
import { isReachedSql, reachParameters } from './reach.ts'

/** Which part of the log a page may have. */
export interface LogPart {
  /** Only events behind this position. */
  readonly after?: LogPosition | undefined
  /** Only events in front of this position. */
  readonly before?: LogPosition | undefined
}

export interface LogPage {
  /** In the log's order. */
  readonly rows: readonly LoggedEventRow[]
  /** Everything from where the page was entered to here was looked at, also where `rows` is empty. */
  readonly position: LogPosition
  /** True where the part goes on beyond `position`; perhaps with nothing that the filter lets through. */
  readonly more: boolean
}

export interface LastLogPage extends LogPage {
  /** Where the part ended when it was read: everything up to here could be read, and nothing behind it was looked at. */
  readonly end: LogPosition
}

export interface LogPageOptions {
  readonly limit: number
  /** How many of the events that the page's index finds are looked at for one page. */
  readonly scanLimit?: number
}

// A filter that lets little through would otherwise read a whole log for one page.
const SCAN_LIMIT = 10_000
const BEHIND_ALL: LogPosition = { kind: 'position', xid: 2n ** 63n - 1n, seq: 0n }

type PageRow = ({ readonly xmin: bigint } & LoggedEventRow) | { readonly xmin: bigint; readonly seq: null }
type Driver = 'tenant' | 'subject' | 'agreement' | 'consumer'
type Direction = 'ASC' | 'DESC'

// An id leads to few events already. Compared by "=", the tenant would lead the planner to go through all of the
// tenant's events as well, to meet those of the id; "IS NOT DISTINCT FROM" only checks what was found.
const ofTenant = 'e.merchant_id IS NOT DISTINCT FROM $1 AND e.mode IS NOT DISTINCT FROM $2::mode'

/** The index that each statement goes along, by the id $7. An agreement's events stand among its consumer's. */
const drivers: Readonly<Record<Driver, string>> = {
  tenant: 'e.merchant_id = $1 AND e.mode = $2::mode AND $7::text IS NULL',
  subject: `e.subject_id = $7 AND ${ofTenant}`,
  agreement: `e.agreement_id = $7 AND ${ofTenant}
    AND e.consumer_id = (SELECT a.consumer_id FROM agreements a WHERE a.id = $7)`,
  consumer: `e.consumer_id = $7 AND ${ofTenant}`,
}

const inOrder = (direction: Direction) => `ORDER BY e.xid ${direction}, e.seq ${direction}`
const scanned = (driver: Driver, direction: Direction, xmin: string) => `
  FROM events e
  WHERE ${drivers[driver]} AND (e.xid, e.seq) > ($3::bigint, $4::bigint) AND (e.xid, e.seq) < ($5::bigint, $6::bigint)
    AND ${isReadable('e', xmin)}
  ${inOrder(direction)}`

const readPage = forEachIndex((driver, direction, name) =>
  statement<PageRow>(
    `log-read-page-${name}`,
    `SELECT s.xmin, event.*
     FROM (SELECT ${snapshotXmin} AS xmin) s
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

// The last of the events that one page looks at; no row where it reached the end.
const readScanEnd = forEachIndex((driver, direction, name) =>
  statement<Pick<LoggedEventRow, 'xid' | 'seq'>>(
    `log-read-scan-end-${name}`,
    `SELECT e.xid, e.seq ${scanned(driver, direction, '$9::bigint')} OFFSET $8::int - 1 LIMIT 1`,
  ),
)

/**
 * A page of one reader's part of the log, its oldest events: only events before every transaction still open, so
 * that nothing can appear later at or before `position`.
 */
export async function readLogAfter(
  sql: Sql,
  view: LogView,
  after: LogPosition,
  { before, ...options }: LogPageOptions & Pick<LogPart, 'before'>,
): Promise<LogPage> {
  const { found, rows, xmin, scanEnd } = await readFrom('ASC', sql, view, { after, before }, options)
  const last = rows.at(-1)
  if (found > options.limit) return { rows, position: last === undefined ? after : positionOf(last), more: true }
  const end = endOfPart(xmin, before)
  const stop = await scanEnd()
  return stop === undefined ? { rows, position: end, more: false } : { rows, position: stop, more: true }
}

/** A page of one reader's part of the log, its newest events; `position` and `more` are towards the log's beginning. */
export async function readLogBefore(
  sql: Sql,
  view: LogView,
  { after, before }: LogPart,
  options: LogPageOptions,
): Promise<LastLogPage> {
  const { found, rows, xmin, scanEnd } = await readFrom('DESC', sql, view, { after, before }, options)
  const end = endOfPart(xmin, before)
  const oldest = rows.at(-1)
  const page = { rows: rows.toReversed(), end }
  if (found > options.limit) return { ...page, position: oldest === undefined ? end : positionOf(oldest), more: true }
  const stop = await scanEnd()
  return stop === undefined
    ? { ...page, position: after ?? logStart, more: false }
    : { ...page, position: stop, more: true }
}

function endOfPart(xmin: bigint, before: LogPosition | undefined): LogPosition {
  const readable = beforeTransaction(xmin)
  return before === undefined ? readable : earlierOf(readable, justBefore(before))
}

interface Read {
  /** One more than the limit where there is more. */
  readonly found: number
  /** As many as the limit at most, in reading order. */
  readonly rows: readonly LoggedEventRow[]
  readonly xmin: bigint
  /** Where it stopped to look; undefined where it looked at all. */
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
  if (state === undefined) throw new Error('a page of the log was answered without a row')
  const found = answered.flatMap(({ xmin: _, ...row }) => (row.seq === null ? [] : [row]))
  return {
    found: found.length,
    rows: found.slice(0, limit),
    xmin: state.xmin,
    // The xmin of the page, not a later one: between both, events may have come that nobody has looked at.
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
