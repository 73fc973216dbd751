import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import { StartupError } from '../../base/log/startup-error.ts'
import { DEADLOCK_DETECTED, LOCK_NOT_AVAILABLE, sqlState } from '../sql/outage.ts'
import { type Migration, runsInTransaction } from './folder.ts'
import { recordFailure, recordFinish, recordStart, repairOf } from './records.ts'

// Everybody who needs a table waits behind a migration that waits for it, e.g. for a dump or a long report to end. Shorter
// than PostgreSQL's deadlock_timeout, so that the migration gives up before a writer is ended for a lock that it holds.
const LOCK_WAIT_MS = 200
/**
 * Longer than deadlock_timeout: after that an autovacuum leaves the table to the session that waits. A deadlock can then end
 * a writer, which repeats its transaction.
 */
const LONG_LOCK_WAIT_MS = 1_500
const LONG_EVERY = 10
/** With the pauses and waits about a minute. */
const TRIES = 45
const PAUSE_MS = 1_000
/** Less than the time that deploy/kubernetes gives a start. */
const ALONE_LOCK_WAIT_MS = 240_000

const IN_USE = 'other sessions used its tables for a minute; find them in pg_stat_activity, end them, and start again'

/** @throws StartupError if the database refuses it. */
export function apply(client: pg.Client, migration: Migration): Promise<void> {
  return runsInTransaction(migration) ? applyInTransaction(client, migration) : applyAlone(client, migration)
}

/** Again from its beginning while others use its tables: a transaction that is rolled back has done nothing. */
async function applyInTransaction(client: pg.Client, migration: Migration): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await applyOnce(client, migration, tries % LONG_EVERY === 0 ? LONG_LOCK_WAIT_MS : LOCK_WAIT_MS)
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {}) // a lost connection has rolled back already
      const isInUse = [LOCK_NOT_AVAILABLE, DEADLOCK_DETECTED].includes(String(sqlState(error)))
      if (!isInUse || tries === TRIES) {
        const message = isInUse ? IN_USE : firstLine((error as Error).message)
        throw new StartupError(`Migration ${migration.name} failed and was rolled back: ${message}.`, { cause: error })
      }
    }
    await delay(PAUSE_MS)
  }
}

async function applyOnce(client: pg.Client, migration: Migration, lockWaitMs: number): Promise<void> {
  await client.query(`BEGIN; SET LOCAL lock_timeout = ${lockWaitMs}`)
  const id = await recordStart(client, migration)
  if (migration.locks !== undefined) await client.query(migration.locks)
  await client.query(migration.sql)
  await recordFinish(client, id)
  await client.query('COMMIT')
}

/** Nobody waits behind what such a migration waits for, so it may wait long. */
async function applyAlone(client: pg.Client, migration: Migration): Promise<void> {
  const id = await recordStart(client, migration)
  try {
    await client.query(`SET lock_timeout = ${ALONE_LOCK_WAIT_MS}`)
    await client.query(migration.sql)
    await client.query('RESET lock_timeout')
  } catch (error) {
    const { message } = error as Error
    await recordFailure(client, id, message).catch(() => {}) // without a finish, the record says enough
    throw new StartupError(
      `Migration ${migration.name} failed half-way (${firstLine(message)}): ${repairOf(migration.name)}.`,
      { cause: error },
    )
  }
  await recordFinish(client, id)
}

/** Of an error message, for a sentence. */
export function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text
}
