import { type Account, modesOf } from '../port/account.ts'

export type { PproConfig } from '../port/account.ts'

/** True if no money moves and PPRO's MOCK method exists. */
export function isSandbox(config: Account): boolean {
  return !modesOf(config).includes('LIVE')
}
