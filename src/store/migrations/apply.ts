import type pg from 'pg'
import { StartupError } from '../../base/log/startup-error.ts'
import { untilLocksAreFree } from '../sql/until-locks-are-free.ts'
import { type Migration, runsInTransaction } from './folder.ts'
import { recordFailure, recordFinish, recordStart, repairOf } from './records.ts'

/** Shorter than PostgreSQL's deadlock_timeout: the migration gives up before a writer is ended for a lock that it holds. */
const LOCK_WAIT_MS = 200
/**
 * Longer than deadlock_timeout: after that an autovacuum leaves the table to the session that waits. A deadlock can then end
 * a writer, which repeats its transaction.
 */
const LONG_LOCK_WAIT_MS = 1_500
const LONG_EVERY = 10
/** With the pauses and waits about a minute. */
export const TRIES = 45
/** Less than the time that deploy/kubernetes gives a start. */
const ALONE_LOCK_WAIT_MS = 240_000

const IN_USE = 'other sessions used its tables all the time; find them in pg_stat_activity, end them, and start again'

/** @throws StartupError if the database refuses it, or if others use its tables in all these tries. */
export function apply(client: pg.Client, migration: Migration, tries: number): Promise<void> {
  return runsInTransaction(migration) ? applyInTransaction(client, migration, tries) : applyAlone(client, migration)
}

async function applyInTransaction(client: pg.Client, migration: Migration, tries: number): Promise<void> {
  const failure = (cause: unknown, why: string) =>
    new StartupError(`Migration ${migration.name} failed and was rolled back: ${why}.`, { cause })
  const tryOnce = async (count: number) => {
    try {
      await applyOnce(client, migration, count % LONG_EVERY === 0 ? LONG_LOCK_WAIT_MS : LOCK_WAIT_MS)
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {}) // a lost connection has rolled back already
      throw error
    }
  }
  await untilLocksAreFree(tryOnce, { tries, givenUp: cause => failure(cause, IN_USE) }).catch(error => {
    throw error instanceof StartupError ? error : failure(error, firstLine(error.message))
  })
}

async function applyOnce(client: pg.Client, migration: Migration, lockWaitMs: number): Promise<void> {
  await client.query(`BEGIN; SET LOCAL lock_timeout = ${lockWaitMs}`)
  const id = await recordStart(client, migration)
  if (migration.locks !== undefined) await client.query(migration.locks)
  await client.query(migration.sql)
  await recordFinish(client, id)
  await client.query('COMMIT')
}

/** Statements such as CREATE INDEX CONCURRENTLY make nobody wait, so they may wait for minutes. */
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
