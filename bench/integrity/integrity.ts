import pg from 'pg'
import { integrityPass } from '../../src/operations/integrity/pass.ts'
import { integrityCounts } from '../../src/store/integrity/known-violations.ts'
import { migrate } from '../../src/store/migrations/migrate.ts'
import { startCluster } from '../../test/support/database/cluster.ts'
import { makePassDue } from '../../test/support/database/integrity.ts'
import { openInstantGateway } from '../support/instant-gateway.ts'
import { fillSubscriptions, type IntegritySize } from './data.ts'

/** PostgreSQL's own time, planning included, in milliseconds. */
export interface PassTimes {
  readonly statements: number
  readonly totalMs: number
  readonly longestMs: number
  /** The first words of the slowest statement. */
  readonly longest: string
}

export interface IntegrityResults {
  readonly size: IntegritySize
  readonly changedCharges: number
  readonly incremental: PassTimes
  readonly full: PassTimes
}

const SIZE: IntegritySize = { schedules: 100_000, chargesOfEach: 10 }
const CHANGED_CHARGES = 100

/** Passes of the integrity checks over a million charges, measured by pg_stat_statements. */
export async function measureIntegrity(say: (line: string) => void): Promise<IntegrityResults> {
  const cluster = await startCluster({
    shared_preload_libraries: 'pg_stat_statements',
    'pg_stat_statements.track_planning': 'on',
  })
  try {
    await migrate(cluster.url())
    say(`writing ${SIZE.schedules * SIZE.chargesOfEach} charges and their events: some minutes`)
    await fillSubscriptions(cluster.url(), SIZE)
    return await measurePasses(cluster.url(), say)
  } finally {
    await cluster.stop()
  }
}

async function measurePasses(url: string, say: (line: string) => void): Promise<IntegrityResults> {
  const gateway = await openInstantGateway(url)
  const client = new pg.Client(url)
  await client.connect()
  try {
    const { deps, tail } = gateway
    await tail.stop()
    await client.query('CREATE EXTENSION pg_stat_statements')
    // The rows written until now are for the full pass.
    await client.query('UPDATE integrity_pass SET log_xid = pg_snapshot_xmin(pg_current_snapshot())::text::bigint')
    const timed = async () => {
      await client.query('SELECT pg_stat_statements_reset()')
      while (await integrityPass(deps, new AbortController().signal)) say('a portion of the full pass is done')
      return readTimes(client)
    }
    const full = await timed()
    say(`full pass: ${describe(full)}`)
    await mustHold(gateway)
    // A note is an event that violates no rule.
    await client.query(
      `INSERT INTO events (id, merchant_id, mode, type, source, occurred_at, subject_type, subject_id, consumer_id, agreement_id,
         version, change, snapshot_xmin)
       SELECT 'evt_bench_' || id, merchant_id, mode, 'charge.note', 'API', now(), 'Charge', id, consumer_id, agreement_id, version,
         false, 0 FROM charges TABLESAMPLE SYSTEM (1) LIMIT ${CHANGED_CHARGES}`,
    )
    await makePassDue(deps.database, { full: false })
    const incremental = await timed()
    say(`pass after ${CHANGED_CHARGES} changed charges: ${describe(incremental)}`)
    await mustHold(gateway)
    return { size: SIZE, changedCharges: CHANGED_CHARGES, incremental, full }
  } finally {
    await client.end()
    await gateway.close()
  }
}

/** @throws unless every check was run and holds: otherwise the times mean nothing. */
async function mustHold({ deps }: Awaited<ReturnType<typeof openInstantGateway>>): Promise<void> {
  const broken = [...(await integrityCounts(deps.database))].filter(([, count]) => count !== 0)
  if (broken.length > 0) throw new Error(`the data breaks its rules: ${JSON.stringify(broken)}`)
}

async function readTimes(client: pg.Client): Promise<PassTimes> {
  const { rows } = await client.query<PassTimes>(
    `SELECT sum(calls)::int AS statements, sum(total_exec_time + total_plan_time) AS "totalMs",
       max(max_exec_time + max_plan_time) AS "longestMs",
       (array_agg(left(regexp_replace(query, '\\s+', ' ', 'g'), 140) ORDER BY max_exec_time + max_plan_time DESC))[1] AS longest
     FROM pg_stat_statements WHERE query NOT LIKE '%pg_stat_statements%' AND query NOT LIKE 'INSERT INTO events%'`,
  )
  if (rows[0] === undefined) throw new Error('no statement was measured')
  return rows[0]
}

function describe({ statements, totalMs, longestMs, longest }: PassTimes): string {
  return `${statements} statements, ${totalMs.toFixed(0)} ms in all, ${longestMs.toFixed(1)} ms the longest (${longest})`
}
