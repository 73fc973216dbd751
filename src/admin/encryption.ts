import { recordOperator } from '../operations/audit/operator.ts'
import { encryptionRotate } from '../operations/encryption/rotate.ts'
import { type EncryptionStatus, encryptionStatus, leftToRotate } from '../operations/encryption/status.ts'
import { type Command, readWords } from './command.ts'
import { type Opened, openVault, withDatabase } from './open.ts'
import { accountName } from './operator.ts'

const APPLICATION = 'perennial-admin-encryption'
const SAID_EVERY_MS = 1_000

const status: Command = {
  usage: 'encryption status (shows how much data is under which master key)',
  async run(words) {
    readWords(words, {})
    print(
      await withDatabase(APPLICATION, async opened => {
        const { masters } = await openVault(opened)
        return encryptionStatus(opened.database, masters)
      }),
    )
  },
}

const rotate: Command = {
  usage:
    'encryption rotate\n' +
    '    Moves all data to the current master key. A gateway may run meanwhile. It can be stopped and run again.\n' +
    '    The former keys are in ENCRYPTION_KEY_PREVIOUS, or in further lines of DATA_DIR/encryption-key.',
  async run(words) {
    readWords(words, {})
    print(await withDatabase(APPLICATION, rotateRecorded))
  },
}

export const encryptionCommands: Readonly<Record<string, Command>> = {
  'encryption status': status,
  'encryption rotate': rotate,
}

async function rotateRecorded(opened: Opened): Promise<EncryptionStatus> {
  const { database, clock } = opened
  const { masters, vault } = await openVault(opened)
  const action = { operator: accountName(), command: 'encryption rotate', at: clock.now() }
  const entry = { ...action, objectId: masters.current.version }
  try {
    const found = await encryptionRotate({ database, masters, vault, now: clock.now, onProgress: progress() })
    await recordOperator(database, entry, { outcome: 'DONE', code: null })
    return found
  } catch (error) {
    const end = { outcome: 'FAILED', code: 'INTERNAL_SERVER_ERROR' } as const
    // The error that stopped the rotation must be shown, even if it also prevents this entry from being written.
    await recordOperator(database, entry, end).catch(() => {})
    throw error
  }
}

/** Prints a line for each kind of work that has found something to do, at most one line per second. */
function progress() {
  let saidAt = 0
  return (what: string, done: number) => {
    if (done === 0 || Date.now() - saidAt < SAID_EVERY_MS) return
    saidAt = Date.now()
    process.stdout.write(`${what}: ${done}\n`)
  }
}

function print(found: EncryptionStatus): void {
  process.stdout.write(`${linesOf(found).join('\n')}\n`)
}

function linesOf(found: EncryptionStatus): readonly string[] {
  const left = leftToRotate(found)
  return [
    ...found.versions.map(
      ({ version, state, installationKeys, dataKeys, emailHashes }) =>
        `master key ${version} (${state}): ${installationKeys} installation keys, ${dataKeys} data keys, ${emailHashes} e-mail hashes`,
    ),
    ...(found.formerHashes > 0 ? [`e-mail hashes without a key version: ${found.formerHashes}`] : []),
    ...found.stale
      .filter(({ format1, underSystemKey }) => format1 + underSystemKey > 0)
      .map(
        ({ column, format1, underSystemKey }) =>
          `${column}: ${format1} in format 1, ${underSystemKey} under the installation’s key although the consumer has a data key`,
      ),
    left === 0
      ? 'Left to rotate: 0. No data needs a previous key.'
      : `Left to rotate: ${left}. Run "npm run admin -- encryption rotate".`,
  ]
}
