import { chown } from 'node:fs/promises'
import type { Account } from '../src/supervisor/postgres/account.ts'
import type { Programs } from './programs.ts'

/** Where and as whom a cluster's processes run. */
export interface Workplace {
  readonly programs: Programs
  /** PostgreSQL's account if this process is root; undefined: the account of this process. */
  readonly account: Account | undefined
  /** The temporary folder of everything. */
  readonly folder: string
}

export async function own(account: Account | undefined, ...files: readonly string[]): Promise<void> {
  if (account) for (const file of files) await chown(file, account.uid, account.gid)
}
