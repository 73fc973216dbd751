import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { StartupError } from '../../base/log/startup-error.ts'

const run = promisify(execFile)
const accountName = 'postgres'

/** The system account of PostgreSQL's processes. */
export type Account = { readonly uid: number; readonly gid: number }

/**
 * The account for PostgreSQL, which refuses to run as root: `postgres`, created if it is missing.
 *
 * @returns undefined if this process is not root; PostgreSQL then runs under the same account.
 * @throws StartupError if the account cannot be created.
 */
export async function unprivilegedAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const existing = await findAccount()
  if (existing) return existing
  // initdb resolves the name of its user, so a uid without an entry in /etc/passwd is not enough.
  const created = await run('useradd', ['--system', '--user-group', '--no-create-home', accountName]).catch(() =>
    run('useradd', ['--system', '-g', accountName, accountName]).catch(() => undefined),
  )
  const account = created && (await findAccount())
  if (account) return account
  throw new StartupError(
    `PostgreSQL does not run as root, and the account "${accountName}" could not be created: start Perennial as another user, or set DATABASE_URL.`,
  )
}

async function findAccount(): Promise<Account | undefined> {
  const passwords = await readFile('/etc/passwd', 'utf8').catch(() => '')
  const [, , uid, gid] =
    passwords
      .split('\n')
      .find(line => line.startsWith(`${accountName}:`))
      ?.split(':') ?? []
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined
}
