import type { Database, Transaction, TransactionOptions } from '../../store/sql/database.ts'
import { write } from '../../store/sql/write.ts'
import type { Caller } from '../command/caller.ts'

interface Change<Made> extends TransactionOptions {
  readonly change: (sql: Transaction) => Promise<Made>
  /** The id of the object that was changed; undefined if the change was refused. */
  readonly changed: (made: Made) => string | undefined
}

/**
 * Changes something that is not an aggregate, such as a key, and records the change in the audit log: both or neither.
 */
export async function changeRecorded<Made>(
  database: Database,
  { mutation }: Pick<Caller, 'mutation'>,
  { change, changed, ...options }: Change<Made>,
): Promise<Made> {
  const { made, done } = await database.transaction(async sql => {
    const made = await change(sql)
    const id = changed(made)
    const entry = (id !== undefined && mutation?.doneWrites(id)) || []
    if (entry.length > 0) await write(sql, entry)
    return { made, done: id !== undefined }
  }, options)
  if (done) mutation?.committed()
  return made
}
