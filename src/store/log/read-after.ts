import { type Sql, type Statement, statement } from '../database.ts'
import { type LoggedEventRow, loggedEvents } from '../tables/event.ts'
import type { LogPosition } from './cursor.ts'
import type { LogFilter, LogView } from './filter.ts'
import { beforeTransaction, positionOf } from './position.ts'

export interface LogPage {
  /** In the log's order. */
  readonly rows: readonly LoggedEventRow[]
  /** Everything up to here was looked at, also where `rows` is empty. */
  readonly position: LogPosition
  /** True where the log goes on behind `position`; perhaps with nothing that the filter lets through. */
  readonly more: boolean
}

export interface LogPageOptions {
  readonly limit: number
  /** How many of the events that the page's index finds are looked at for one page. */
  readonly scanLimit?: number
}

// A filter that lets little through would otherwise read a whole log for one page.
const SCAN_LIMIT = 10_000

type PageRow = ({ readonly horizon: bigint } & LoggedEventRow) | { readonly horizon: bigint; readonly seq: null }
type Driver = 'tenant' | 'subject' | 'agreement' | 'consumer'

// An id leads to few events already. Compared by "=", the tenant would lead the planner to go through all of the
// tenant's events as well, to meet those of the id; "IS NOT DISTINCT FROM" only checks what was found.
const ofTenant = 'e.merchant_id IS NOT DISTINCT FROM $1 AND e.mode IS NOT DISTINCT FROM $2::mode'

/** The index that each statement goes along, by the id $5. An agreement's events stand among its consumer's. */
const drivers: Readonly<Record<Driver, string>> = {
  tenant: 'e.merchant_id = $1 AND e.mode = $2::mode AND $5::text IS NULL',
  subject: `e.subject_id = $5 AND ${ofTenant}`,
  agreement: `e.agreement_id = $5 AND ${ofTenant}
    AND e.consumer_id = (SELECT a.consumer_id FROM agreements a WHERE a.id = $5)`,
  consumer: `e.consumer_id = $5 AND ${ofTenant}`,
}

const scanned = (driver: Driver, horizon: string) => `
  FROM events e
  WHERE ${drivers[driver]} AND (e.xid, e.seq) > ($3::bigint, $4::bigint) AND e.xid < ${horizon}
  ORDER BY e.xid, e.seq`

const readPage = forEachDriver(driver =>
  statement<PageRow>(
    `log-read-after-by-${driver}`,
    `SELECT s.horizon, event.*
     FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS horizon) s
     LEFT JOIN LATERAL (
       SELECT e.* FROM (SELECT ${loggedEvents.select('e')} ${scanned(driver, 's.horizon')} LIMIT $6) e
       WHERE ($8::text IS NULL OR e."agreementId" = $8)
         AND ($9::text IS NULL OR e."consumerId" = $9)
         AND ($10::text[] IS NULL OR e.type = ANY ($10))
         AND ($11::text IS NULL OR e."subjectType" = $11)
         AND ($12::text IS NULL OR (e.change AND ($12 = 'changes' OR e.status IS NOT NULL)))
         AND ($13::text IS NULL OR e."subjectId" <> $13 OR e.version > $14::int OR (e.version = $14 AND NOT e.change))
       ORDER BY e.xid, e.seq LIMIT $7
     ) event ON true
     ORDER BY event.xid, event.seq`,
  ),
)

// The last of the events that one page looks at; no row where it reached the end.
const readScanEnd = forEachDriver(driver =>
  statement<Pick<LoggedEventRow, 'xid' | 'seq'>>(
    `log-read-scan-end-by-${driver}`,
    `SELECT e.xid, e.seq ${scanned(driver, '$7::bigint')} OFFSET $6::int - 1 LIMIT 1`,
  ),
)

/**
 * A page of one reader's part of the log, oldest first: only what stands before every transaction still open, so that
 * nothing can appear later at or before `position`.
 */
export async function readLogAfter(
  sql: Sql,
  view: LogView,
  after: LogPosition,
  { limit, scanLimit = SCAN_LIMIT }: LogPageOptions,
): Promise<LogPage> {
  const { tenant, filter, contained } = view
  const { driver, id } = driverOf(filter)
  const scan = [tenant.merchantId, tenant.mode, after.xid, after.seq, id, scanLimit]
  const answered = await sql.rows(readPage[driver], [
    ...scan,
    limit + 1,
    filter.agreementId ?? null,
    filter.consumerId ?? null,
    filter.types ?? null,
    filter.subjectType ?? null,
    filter.only ?? null,
    contained?.subjectId ?? null,
    contained?.version ?? null,
  ])
  const [state] = answered
  if (state === undefined) throw new Error('a page of the log was answered without a row')
  const found = answered.flatMap(({ horizon: _, ...row }) => (row.seq === null ? [] : [row]))
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  if (found.length > limit) return { rows, position: last === undefined ? after : positionOf(last), more: true }
  // The horizon of the page, not a later one: between both, events may have come that nobody has looked at.
  const scanEnd = await sql.row(readScanEnd[driver], [...scan, state.horizon])
  return scanEnd === undefined
    ? { rows, position: beforeTransaction(state.horizon), more: false }
    : { rows, position: positionOf(scanEnd), more: true }
}

function driverOf({ subjectId, agreementId, consumerId }: LogFilter): { driver: Driver; id: string | null } {
  if (subjectId !== undefined) return { driver: 'subject', id: subjectId }
  if (agreementId !== undefined) return { driver: 'agreement', id: agreementId }
  return consumerId === undefined ? { driver: 'tenant', id: null } : { driver: 'consumer', id: consumerId }
}

function forEachDriver<Row>(make: (driver: Driver) => Statement<Row>): Readonly<Record<Driver, Statement<Row>>> {
  return { tenant: make('tenant'), subject: make('subject'), agreement: make('agreement'), consumer: make('consumer') }
}
