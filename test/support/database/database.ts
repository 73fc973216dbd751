import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { templateDatabase } from './cluster.ts'

/** A database of its own for a test file, with all migrations applied and no rows. */
export type TestDatabase = {
  readonly url: string
  /** Ended by `drop`. */
  readonly pool: pg.Pool
  /** Ends the pool and removes the database, with its other connections. */
  drop(): Promise<void>
}

/** Clones are made one after the other across all test processes: PostgreSQL copies one template once at a time. */
const cloneLock = 7_001

/**
 * Clones the template database of this test run in some ten milliseconds. Call it in `beforeAll`, and `drop` in
 * `afterAll`.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const clusterUrl = inject('clusterUrl')
  const name = `test_${randomBytes(8).toString('hex')}`
  await asAdministrator(clusterUrl, async client => {
    await client.query('SELECT pg_advisory_lock($1)', [cloneLock])
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${templateDatabase} STRATEGY FILE_COPY`)
  })
  const url = Object.assign(new URL(clusterUrl), { pathname: `/${name}` }).href
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  pool.on('error', () => {}) // `drop` ends idle connections of other pools, and this one may lose a race
  return {
    url,
    pool,
    drop: async () => {
      await pool.end()
      await asAdministrator(clusterUrl, client => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))
    },
  }
}

async function asAdministrator(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
