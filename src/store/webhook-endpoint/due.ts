import { type Sql, statement } from '../sql/database.ts'
import { isReadable } from '../sql/snapshot.ts'

/**
 * With this many pending deliveries, the gateway stops reading the log for the endpoint. Later events wait in the log.
 */
export const MOST_PENDING = 10_000

const pending = `(SELECT count(*) FROM (SELECT FROM webhook_deliveries d
  WHERE d.endpoint_id = t.id AND d.state = 'PENDING' LIMIT ${MOST_PENDING}) p)`

const isUnread = 'e.merchant_id = t.merchant_id AND e.mode = t.mode AND (e.xid, e.seq) > (t.log_xid, t.log_seq)'

/** Endpoints `t` with an event `e` after their position. */
export const unreadEndpoints = {
  join: `JOIN LATERAL (
    SELECT e.occurred_at FROM events e WHERE ${isUnread} AND ${isReadable('e')}
    ORDER BY e.xid, e.seq LIMIT 1) e ON true`,
  where: `t.status = 'ENABLED' AND ${pending} < ${MOST_PENDING}`,
} as const

const anyUnread = statement<{ any: boolean }>(
  'webhook-events-unread',
  `SELECT EXISTS (SELECT FROM webhook_endpoints t WHERE ${unreadEndpoints.where}
     AND EXISTS (SELECT FROM events e WHERE ${isUnread})) AS any`,
)

/** True if an endpoint has an event to get, also one that waits for an open transaction to end: no wake-up tells that. */
export async function areEventsUnread(sql: Sql): Promise<boolean> {
  return (await sql.row(anyUnread))?.any === true
}

/**
 * The endpoint whose log was read longest ago comes first, so an endpoint that is far behind does not delay the others.
 */
export const endpointsInTurn = `given AS (SELECT $1::timestamptz, $5::text), due (due_id, place) AS (
     SELECT t.id, t.read_at FROM webhook_endpoints t ${unreadEndpoints.join}
     WHERE ${unreadEndpoints.where} AND (t.lease_until IS NULL OR t.lease_until < $2)
     ORDER BY t.read_at, t.id LIMIT $4 FOR NO KEY UPDATE OF t SKIP LOCKED)`

/** With `ordered`: no earlier event of the same object is pending. `t`: the delivery; `w`: its endpoint. */
const inOrder = `(NOT w.ordered OR NOT EXISTS (
  SELECT FROM webhook_deliveries o WHERE o.endpoint_id = t.endpoint_id AND o.subject_id = t.subject_id AND o.state = 'PENDING'
    AND (o.event_xid, o.event_seq, o.id) < (t.event_xid, t.event_seq, t.id)))`

/** Pending deliveries `t` of enabled endpoints `w`, impaired ones or the others. */
export function pendingDeliveries(impaired: boolean) {
  return {
    join: 'JOIN webhook_endpoints w ON w.id = t.endpoint_id',
    where: `t.state = 'PENDING' AND w.status = 'ENABLED' AND w.impaired = ${impaired} AND ${inOrder}`,
    // The index has the order of one endpoint, so a long queue is not read as a whole.
    dueFrom: (most: number) => `webhook_endpoints w CROSS JOIN LATERAL (
      SELECT * FROM webhook_deliveries t WHERE t.endpoint_id = w.id AND t.state = 'PENDING' AND t.next_at <= $1
      ORDER BY t.next_at, t.id LIMIT ${most}) t`,
  } as const
}

/**
 * Chooses due deliveries: the first of each endpoint, then the second of each, and so on. No endpoint has more than
 * `atOnce` in flight, in all processes together (a claim at the same moment may add as many).
 */
export function deliveriesInTurn(impaired: boolean, atOnce: number): string {
  return `given AS (SELECT $1::timestamptz, $5::text), busy AS (
     SELECT l.endpoint_id, count(*)::int AS sending FROM webhook_deliveries l WHERE l.lease_until >= $2 GROUP BY l.endpoint_id
   ), chosen AS (
     SELECT d.id, d.next_at, d.nth FROM webhook_endpoints w LEFT JOIN busy b ON b.endpoint_id = w.id CROSS JOIN LATERAL (
       SELECT f.id, f.next_at, row_number() OVER (ORDER BY f.next_at, f.id) AS nth FROM (
         SELECT t.id, t.next_at FROM webhook_deliveries t
         WHERE t.endpoint_id = w.id AND t.state = 'PENDING' AND t.next_at <= $1
           AND (t.lease_until IS NULL OR t.lease_until < $2) AND ${inOrder}
         ORDER BY t.next_at, t.id LIMIT greatest(${atOnce} - coalesce(b.sending, 0), 0)) f) d
     WHERE w.status = 'ENABLED' AND w.impaired = ${impaired}
   ), due (due_id, place) AS (
     SELECT t.id, c.nth FROM chosen c JOIN webhook_deliveries t ON t.id = c.id
     WHERE t.state = 'PENDING' AND (t.lease_until IS NULL OR t.lease_until < $2)
     ORDER BY c.nth, c.next_at, t.id LIMIT $4 FOR NO KEY UPDATE OF t SKIP LOCKED)`
}
