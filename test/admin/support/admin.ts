import { execFile } from 'node:child_process'
import { userInfo } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { TestDatabase } from '../../support/database/database.ts'

const program = fileURLToPath(new URL('../../../src/admin/main.ts', import.meta.url))

interface Ended {
  readonly code: unknown
  readonly stdout: string
  readonly stderr: string
}

/** Runs the operator's command with these variables and no others, and this text on its standard input. */
export function admin(variables: Readonly<Record<string, string>>, ...words: readonly string[]): Promise<Ended> {
  return startAdmin(variables, ...words).ended
}

/** The same for a test that ends the command before it has ended. */
export function startAdmin(variables: Readonly<Record<string, string>>, ...words: readonly string[]) {
  const { INPUT = '', ...given } = variables
  const ended = Promise.withResolvers<Ended>()
  const env = { PATH: process.env['PATH'], ...given }
  const child = execFile(process.execPath, [program, ...words], { env }, (error, stdout, stderr) =>
    ended.resolve({ code: error?.signal ?? error?.code ?? 0, stdout, stderr }),
  )
  child.stdin?.end(INPUT)
  return { child, ended: ended.promise }
}

/** The commands of this account that the audit log has, oldest first: the action, the object, and how it ended. */
export async function audited({ pool }: Pick<TestDatabase, 'pool'>): Promise<readonly (readonly string[])[]> {
  const { rows } = await pool.query(
    `SELECT action, object_id, outcome FROM audit_log WHERE actor_kind = 'OPERATOR' AND actor_id = $1 AND merchant_id IS NOT NULL
     ORDER BY id`,
    [userInfo().username],
  )
  return rows.map(({ action, object_id, outcome }) => [action, object_id, outcome])
}
