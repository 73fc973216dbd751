import { type Database, type Sql, statement } from '../sql/database.ts'

const read = statement<{ offsetMs: bigint }>(
  'sandbox-clock-read',
  'SELECT offset_ms AS "offsetMs" FROM sandbox_clock WHERE id = 1',
)

/** By how many milliseconds the sandbox's clock is ahead of real time; 0 if it was never moved. */
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
 * Moves the clock that far ahead, unless another process has moved it farther. Returns how far ahead it is now.
 *
 * @param durable `soon`: the commit does not wait for the disk. If it is lost, everything committed after it is lost
 * too.
 */
export async function raiseClockOffset(sql: Sql, offsetMs: number, durable: Durable): Promise<number> {
  const row = await sql.row(raises[durable], [offsetMs])
  if (row === undefined) throw new Error('the clock was not moved')
  return Number(row.offsetMs)
}

// The form with two numbers has its own key space, so it never collides with an aggregate's lock.
const take = 'SELECT pg_try_advisory_lock(7001, 1) AS taken'
const giveBack = 'SELECT pg_advisory_unlock(7001, 1)'

/**
 * Runs work that only one process at a time may do: moving the clock. The lock belongs to a session with its own
 * connection, since no transaction may be open meanwhile, and it ends with the connection, so a process that dies
 * blocks nobody. If the connection is lost, the work continues. Two processes that move the clock at once do no harm;
 * only the order of due work is less strict.
 *
 * @returns Undefined if another process has the lock.
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
      // A connection that cannot release the lock is closed, which releases it.
      await client.query(giveBack).catch(lost)
    }
  } finally {
    client.off('error', lost)
    client.release(broken)
  }
}
