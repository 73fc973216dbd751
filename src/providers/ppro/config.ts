import { type Account, modesOf } from '../port/account.ts'

export interface PproConfig extends Account {
  /** Without /v1 and without a slash at the end; may have a path. */
  readonly baseUrl: string
  readonly apiKey: string
  readonly merchantId: string
  readonly webhookSecret: string
}

/** True if no money moves and PPRO's MOCK method exists. */
export function isSandbox(config: Account): boolean {
  return !modesOf(config).includes('LIVE')
}
