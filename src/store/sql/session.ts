import type pg from 'pg'

export const STATEMENT_TIMEOUT_MS = 15_000
// An open write transaction anywhere delays the log for every reader, so each one is limited.
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000
const TRANSACTION_TIMEOUT_MS = 20_000

/**
 * How long a statement waits for its answer. Longer than any answer of a server that lives: BEGIN waits for locks, and
 * what goes out with it waits for BEGIN. It ends the wait for a machine that has vanished without closing its
 * connections, for which TCP would wait a quarter of an hour.
 */
export const ANSWER_TIMEOUT_MS = 2 * STATEMENT_TIMEOUT_MS + 5_000

/** After this time without a byte the system asks the other end whether it is still there: once a second, ten times. */
export const KEEP_ALIVE_MS = 10_000

// As a statement and not as parameters of the connection, which PgBouncer would refuse. `transaction_timeout` exists
// since PostgreSQL 17; older servers have only the two limits before it. A commit that is answered before it is on disk,
// or before the synchronous standby has it, could be lost after the provider was called: the weaker levels are raised.
const prepare = `SELECT
  set_config('statement_timeout', '${STATEMENT_TIMEOUT_MS}', false),
  set_config('idle_in_transaction_session_timeout', '${IDLE_IN_TRANSACTION_TIMEOUT_MS}', false),
  CASE WHEN current_setting('transaction_timeout', true) IS NOT NULL
       THEN set_config('transaction_timeout', '${TRANSACTION_TIMEOUT_MS}', false) END,
  CASE WHEN current_setting('synchronous_commit') IN ('off', 'local', 'remote_write')
       THEN set_config('synchronous_commit', 'on', false) END,
  pg_is_in_recovery() AS standby`

/** The server is a standby: it cannot write, and what it returns may be old. */
export class NotPrimary extends Error {
  override readonly name = 'NotPrimary'
}

/**
 * @throws NotPrimary if the new connection leads to a standby, as it can in the moments after a failover, and only the
 *   primary will do.
 */
export async function prepareSession(client: pg.ClientBase, onlyPrimary: boolean): Promise<void> {
  const { rows } = await client.query<{ standby: boolean }>(prepare)
  if (onlyPrimary && rows[0]?.standby) throw new NotPrimary('the database server is a standby: a failover is under way')
}

/** A commit that is on this server's disk, but that no standby has confirmed. */
export class NotReplicated extends Error {
  override readonly name = 'NotReplicated'
}

/** PostgreSQL's function that waits for the synchronous standby. Its message depends on the language; this does not. */
const WAIT_FOR_STANDBY = 'SyncRepWaitForLSN'

/**
 * If a timeout ends a COMMIT's wait for the synchronous standby, PostgreSQL answers with success and a warning, although a
 * failover would lose the transaction. It becomes a lost response instead: the connection is closed, all its statements
 * fail, and nobody acts on the commit. A later commit that succeeds proves that this one was replicated too.
 */
export function refuseUnreplicated(client: pg.ClientBase): void {
  client.on('notice', notice => {
    if (notice.routine !== WAIT_FOR_STANDBY) return
    const { connection } = client as unknown as Pick<pg.Client, 'connection'>
    // At once, before the success in the same packet is read.
    connection.emit('error', new NotReplicated('the commit was not confirmed by the synchronous standby'))
    connection.stream.destroy()
  })
}
