import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'

const POLL_MS = 500

const openStatuses = `('PROCESSING', 'UNKNOWN', 'PENDING', 'AUTHENTICATION_PENDING', 'AUTHORIZATION_PENDING',
  'INITIALIZING', 'AUTHORIZATION_PROCESSING')`

const countOpen = `SELECT
  (SELECT count(*) FROM provider_requests WHERE state <> 'SETTLED')::int +
  (SELECT count(*) FROM charges WHERE status::text IN ${openStatuses})::int +
  (SELECT count(*) FROM charge_operations WHERE status::text IN ${openStatuses})::int +
  (SELECT count(*) FROM revocations WHERE status::text IN ${openStatuses})::int +
  (SELECT count(*) FROM agreements WHERE status::text IN ${openStatuses})::int +
  (SELECT count(*) FROM occurrences WHERE status::text = 'PROCESSING')::int +
  (SELECT count(*) FROM provider_events WHERE status = 'RECEIVED')::int AS open`

export interface Settling {
  /** The time until nothing was open and the provider's ledger agreed, or until the limit. */
  readonly seconds: number
  readonly settled: boolean
}

/**
 * Waits until every request has an outcome and `isEqual` holds with the provider's ledger. A notification that the
 * gateway missed is sent again by the provider's own schedule.
 */
export async function settle(
  pool: pg.Pool,
  { withinMs, signal, isEqual }: { withinMs: number; signal: AbortSignal; isEqual: () => Promise<boolean> },
): Promise<Settling> {
  const begun = performance.now()
  const elapsedMs = () => performance.now() - begun
  for (;;) {
    const settled = await isSettled(pool, isEqual)
    if (settled || elapsedMs() > withinMs) return { seconds: elapsedMs() / 1_000, settled }
    await delay(POLL_MS, undefined, { signal })
  }
}

/** While PostgreSQL still starts, or the gateway waits for it, nothing is settled yet. */
async function isSettled(pool: pg.Pool, isEqual: () => Promise<boolean>): Promise<boolean> {
  try {
    return (await openCount(pool)) === 0 && (await isEqual())
  } catch (error) {
    if (isUnreachable(error)) return false
    throw error
  }
}

/** Refused, cut, ended, starting up, or a standby that does not serve writes yet. */
function isUnreachable(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return /^(ECONNREFUSED|ECONNRESET|57P0[123]|25006|08...)$/.test(String(code))
}

async function openCount(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ open: number }>(countOpen)
  return rows[0]?.open ?? 0
}
