import { type Database, type Sql, statement } from '../sql/database.ts'

const read = statement<{ offsetMs: bigint }>(
  'sandbox-clock-read',
  'SELECT offset_ms AS "offsetMs" FROM sandbox_clock WHERE id = 1',
)

/** By how many milliseconds the sandbox's clock was moved ahead of real time; 0 where it never was. */
export async function readClockOffset(sql: Sql): Promise<number> {
  return Number((await sql.row(read))?.offsetMs ?? 0n)
}

type Durable = 'now' | 'soon'

const raise = (durable: Durable) =>
  statement<{ offsetMs: bigint }>(
    `sandbox-clock-raise-${durable}`,
    `INSERT INTO sandbox_clock AS c (id, offset_ms)
     SELECT 1, $1::bigint ${durable === 'now' ? '' : `FROM set_config('synchronous_commit', 'off', true)`}
     ON CONFLICT (id) DO UPDATE SET offset_ms = greatest(c.offset_ms, excluded.offset_ms) RETURNING c.offset_ms AS "offsetMs"`,
  )
const raises = { now: raise('now'), soon: raise('soon') }

/**
 * Moves it that far ahead, unless another process has moved it farther. Returns how far ahead it is now.
 *
 * @param durable `soon`: the commit does not wait for the disk. Should it be lost, so is all that was committed after it.
 */
export async function raiseClockOffset(sql: Sql, offsetMs: number, durable: Durable): Promise<number> {
  const row = await sql.row(raises[durable], [offsetMs])
  if (row === undefined) throw new Error('the clock was not moved')
  return Number(row.offsetMs)
}

// The form with two numbers is a key space of its own, so that it meets no aggregate's lock.
const take = 'SELECT pg_try_advisory_lock(7001, 1) AS taken'
const giveBack = 'SELECT pg_advisory_unlock(7001, 1)'

/**
 * Runs work that only one process at a time may do: moving the clock. The lock is a session's, on a connection of its own,
 * since no transaction may be open meanwhile; it goes with the connection, so a process that dies keeps nobody waiting. Were
 * the connection lost the work would go on: two that move the clock at once do no harm, only the order of what is due is
 * less strict then.
 *
 * @returns undefined where another is at it.
 */
export async function aloneWithClock<T>({ pool }: Database, work: () => Promise<T>): Promise<{ done: T } | undefined> {
  const client = await pool.connect()
  let broken: Error | undefined
  const lost = (error: Error) => {
    broken = error
  }
  client.on('error', lost)
  try {
    const { rows } = await client.query<{ taken: boolean }>(take)
    if (rows[0]?.taken !== true) return undefined
    try {
      return { done: await work() }
    } finally {
      // A connection that does not give it back is closed, which gives it back.
      await client.query(giveBack).catch(lost)
    }
  } finally {
    client.off('error', lost)
    client.release(broken)
  }
}
