import pg from 'pg'
import { StartupError } from '../base/log/startup-error.ts'
import { recordOperator } from '../operations/audit/operator.ts'
import { finishedBefore } from '../store/archive/partition.ts'
import { archive } from './archive/run.ts'
import { type Command, readWords, table, WrongUsage, wholeNumberOf } from './command.ts'
import { type Opened, withDatabase } from './open.ts'
import { accountName } from './operator.ts'

const APPLICATION = 'perennial-admin-archive'
const DAY_MS = 86_400_000
/** Cursors and open transactions should not be older than this: the events after them would be archived. */
const LEAST_DAYS = 7

const run: Command = {
  usage:
    'archive run --older-than-days DAYS --to FOLDER [--dry-run]\n' +
    '    Exports partitions of events and provider_calls whose last row is older, verifies the files, and drops the\n' +
    '    partitions. A gateway may run meanwhile. It can be stopped at any moment and run again.',
  async run(words) {
    const { values } = readWords(words, {
      'older-than-days': { type: 'string' },
      to: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
    })
    const days = wholeNumberOf('--older-than-days', values['older-than-days'])
    if (days === undefined || days < LEAST_DAYS)
      throw new WrongUsage(`--older-than-days must be at least ${LEAST_DAYS}`)
    const folder = values.to
    if (folder === undefined) throw new WrongUsage('--to is missing: give an existing folder for the archive files')
    await withDatabase(APPLICATION, async opened => {
      const before = new Date(opened.clock.now().getTime() - days * DAY_MS)
      if (values['dry-run']) await show(opened, before)
      else await archiveRecorded(opened, folder, before)
    })
  },
}

export const archiveCommands: Readonly<Record<string, Command>> = { 'archive run': run }

async function show({ database }: Opened, before: Date): Promise<void> {
  const found = await finishedBefore(database, before)
  const rows = found.map(({ name, lastAt }) => [name, lastAt.toISOString()])
  process.stdout.write(
    found.length === 0
      ? `No finished partition ends before ${before.toISOString()}.\n`
      : `Would be archived:\n${table([['partition', 'last row'], ...rows])}`,
  )
}

async function archiveRecorded({ database, clock, url }: Opened, folder: string, before: Date): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: APPLICATION })
  client.on('error', () => {}) // the statement that meets it reports it
  await client.connect()
  const action = { operator: accountName(), command: 'archive run', at: clock.now(), objectId: before.toISOString() }
  try {
    const onStep = (step: string, partition: string) => process.stdout.write(`${partition}: ${step}\n`)
    const onUnread = (endpointId: string, partition: string) =>
      process.stdout.write(
        `${partition}: kept, because webhook endpoint ${endpointId} has not read it. Resume it with skipMissed, or delete it.\n`,
      )
    const done = await archive({ sql: database, client, folder, before, now: clock.now(), onStep, onUnread })
    await recordOperator(database, action, { outcome: 'DONE', code: null })
    const rows = done.reduce((sum, manifest) => sum + manifest.rows, 0)
    process.stdout.write(`Partitions archived: ${done.length}, rows: ${rows}.\n`)
  } catch (error) {
    const end = { outcome: 'FAILED', code: 'INTERNAL_SERVER_ERROR' } as const
    // The error that stopped the command must be shown, even if it also prevents this entry from being written.
    await recordOperator(database, action, end).catch(() => {})
    throw error instanceof StartupError ? error : new StartupError(`The archive stopped: ${(error as Error).message}.`)
  } finally {
    await client.end()
  }
}
