import type pg from 'pg'
import { createPool } from '../../src/store/sql/pool.ts'

/** More than any seed opens at the same time. */
export const SESSIONS = 40

/** One session with PostgreSQL. */
export interface Connection {
  readonly client: pg.PoolClient
  /** The pid of its server process. */
  readonly pid: number
}

/** Sessions that are opened before any seed runs, because opening one uses random values and real time. */
export interface Connections {
  take(): Connection
  give(connection: Connection): void
  /** For work outside the simulation: set-up, checks, and queries about waiting sessions. */
  readonly observer: pg.PoolClient
  readonly idle: number
  readonly size: number
  close(): Promise<void>
}

export async function openConnections(url: string, size: number): Promise<Connections> {
  const pool = createPool({ url, maxConnections: size + 1, applicationName: 'perennial-simulation' })
  const observer = await pool.connect()
  const free: Connection[] = []
  for (let count = 0; count < size; count++) {
    const client = await pool.connect()
    // A seed that gets stuck with an open transaction fails anyway, so the lost session does not matter.
    client.on('error', () => {})
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
    free.push({ client, pid: rows[0]?.pid ?? 0 })
  }
  // Always the first free one, so that the same statements get the same prepared plans in every run.
  const order = new Map(free.map((connection, index) => [connection, index]))
  free.reverse()
  return {
    take() {
      const connection = free.pop()
      if (connection === undefined) throw new Error(`more than ${size} sessions at once`)
      return connection
    },
    give(connection) {
      free.push(connection)
      free.sort((one, other) => (order.get(other) ?? 0) - (order.get(one) ?? 0))
    },
    observer,
    get idle() {
      return free.length
    },
    size,
    async close() {
      observer.release(true)
      for (const { client } of free) client.release(true)
      await pool.end()
    },
  }
}
