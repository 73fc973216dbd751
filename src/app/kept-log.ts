import type { Log } from '../base/log/log.ts'
import type { CursorCodec } from '../store/event-log/cursor.ts'
import { readKeptLog } from '../store/event-log/kept.ts'
import type { Database } from '../store/sql/database.ts'
import { poll } from './poll.ts'

const EVERY_MS = 60_000

/** Keeps the cursors of objects behind what the archive command has dropped, in any process. */
export async function followKeptLog(
  database: Database,
  cursors: Pick<CursorCodec, 'keepFrom'>,
  log: Log,
): Promise<{ stop(): Promise<void> }> {
  const read = async () => cursors.keepFrom((await readKeptLog(database)).start)
  await read()
  const failure = 'the beginning of the event log could not be read; retrying'
  return poll({ everyMs: EVERY_MS, log, failure }, read)
}
