import { randomBytes } from 'node:crypto'
import { StartupError } from '../base/log/startup-error.ts'
import { recordOperator } from '../operations/audit/operator.ts'
import {
  beginRestore,
  endRestore,
  gatewayConnections,
  readRestore,
  releaseSchedules,
} from '../store/merchant/restore.ts'
import { type Command, readWords, wholeNumberOf } from './command.ts'
import { type Opened, withDatabase } from './open.ts'
import { accountName } from './operator.ts'

const APPLICATION = 'perennial-admin-restore'
const DAY_MS = 86_400_000
const ASK_FIRST_DAYS = 7
/** PPRO accepts refunds for six months. */
const COMPARE_DAYS = 183

const begin: Command = {
  usage:
    'restore begin [--ask-first-days N] [--compare-days N]\n' +
    '    The first command on a database that was restored from a backup, while no gateway runs: ends all cursors, holds\n' +
    `    the schedules, and makes the gateway query the provider before each payment for ${ASK_FIRST_DAYS} days.`,
  async run(words) {
    const { values } = readWords(words, { 'ask-first-days': { type: 'string' }, 'compare-days': { type: 'string' } })
    const askFirstDays = wholeNumberOf('--ask-first-days', values['ask-first-days']) ?? ASK_FIRST_DAYS
    const compareDays = wholeNumberOf('--compare-days', values['compare-days']) ?? COMPARE_DAYS
    const begun = await withDatabase(APPLICATION, async opened => {
      await requireStopped(opened)
      const { database, clock } = opened
      const now = clock.now()
      const logEpoch = randomBytes(6).toString('base64url')
      const asksFirstUntil = new Date(now.getTime() + askFirstDays * DAY_MS)
      const compareSince = new Date(now.getTime() - compareDays * DAY_MS)
      const done = await beginRestore(database, { logEpoch, now, asksFirstUntil, compareSince })
      await record(opened, 'restore begin', logEpoch)
      return { ...done, asksFirstUntil }
    })
    print(
      'All earlier cursors have expired. No schedule charges until "restore release".',
      `Until ${begun.asksFirstUntil.toISOString()} the gateway queries the provider before each payment.`,
      `Will be compared with the providers' records: ${begun.charges} charges, ${begun.agreements} agreements.`,
      ...(begun.renumbered ? ['The log came from another cluster: its transaction ids were replaced.'] : []),
      'Next: start the gateways, follow docs/runbooks/restore.md, then "npm run admin -- restore release".',
    )
  },
}

const release: Command = {
  usage: 'restore release (lets the schedules charge again, after the next start of each gateway)',
  run: words => change(words, 'restore release', releaseSchedules, 'The schedules are released. Restart the gateways.'),
}

const end: Command = {
  usage:
    'restore end (ends the restore: after its next start, a gateway no longer queries the provider before it sends)',
  run: words => change(words, 'restore end', endIfReleased, 'The restore has ended. Restart the gateways.'),
}

async function endIfReleased(sql: Opened['database']): Promise<void> {
  if (!(await endRestore(sql)))
    throw new StartupError('Schedules do not charge yet. Run "npm run admin -- restore release" first.')
}

const status: Command = {
  usage: 'restore status',
  async run(words) {
    readWords(words, {})
    const found = await withDatabase(APPLICATION, ({ database }) => readRestore(database))
    if (found.restoredAt === null) return print('This database was never restored from a backup.')
    print(
      `restored at ${found.restoredAt.toISOString()}`,
      `queries the provider before sending until ${found.asksFirstUntil?.toISOString()}`,
      `schedules ${found.schedulesHeld ? 'held' : 'released'}`,
    )
  },
}

export const restoreCommands: Readonly<Record<string, Command>> = {
  'restore begin': begin,
  'restore status': status,
  'restore release': release,
  'restore end': end,
}

async function change(
  words: readonly string[],
  command: string,
  work: (sql: Opened['database']) => Promise<void>,
  said: string,
): Promise<void> {
  readWords(words, {})
  await withDatabase(APPLICATION, async opened => {
    await work(opened.database)
    await record(opened, command, 'installation')
  })
  print(said)
}

function record({ database, clock }: Opened, command: string, objectId: string): Promise<void> {
  const action = { operator: accountName(), command, at: clock.now(), objectId }
  return recordOperator(database, action, { outcome: 'DONE', code: null })
}

/** A gateway that runs has read the former epoch, and charges schedules. */
async function requireStopped({ database }: Opened): Promise<void> {
  const pids = await gatewayConnections(database)
  if (pids.length > 0)
    throw new StartupError(`A gateway is connected (server processes ${pids.join(', ')}). Stop all gateways first.`)
}

function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}
