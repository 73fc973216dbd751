import pg from 'pg'
import { migrate } from '../../src/store/migrations/migrate.ts'
import { startCluster, type TestCluster } from '../../test/support/database/cluster.ts'
import type { Connections } from './connections.ts'

export const MERCHANT = 'mer_simulation'

/** PostgreSQL for simulations. It checks for deadlocks at once, so that a long wait is a wait for a lock. */
export function startSimulationCluster(): Promise<TestCluster> {
  return startCluster({ deadlock_timeout: '1ms', synchronous_commit: 'off', jit: 'off' })
}

/** A separate database for one process of the simulation. */
export async function createDatabase(adminUrl: string, name: string): Promise<string> {
  const client = new pg.Client(adminUrl)
  await client.connect()
  await client.query(`CREATE DATABASE ${name}`)
  await client.end()
  const url = Object.assign(new URL(adminUrl), { pathname: `/${name}` }).href
  await migrate(url)
  return url
}

/** Every seed starts with the same database, which has only a merchant. */
export async function emptyTables({ observer }: Connections): Promise<void> {
  await observer.query(
    `TRUNCATE merchants, events, provider_events, provider_calls, idempotency_keys, return_queries RESTART IDENTITY CASCADE`,
  )
  await observer.query(`TRUNCATE consumers, agreements, charges, provider_requests RESTART IDENTITY CASCADE`)
  await observer.query('INSERT INTO merchants (id, name, created_at) VALUES ($1, $1, now())', [MERCHANT])
}
