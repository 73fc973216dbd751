import type { Mode } from '../../domain/enums.ts'

/** What is the same of every provider's credentials. */
export interface Account {
  /** True for our own simulator. */
  readonly simulated: boolean
  /** Which keys may use these credentials; a simulator's are for TEST. Undefined: nothing tells, and both may. */
  readonly mode?: Mode | undefined
}

export function modesOf({ simulated, mode }: Account): readonly Mode[] {
  if (simulated) return ['TEST']
  return mode === undefined ? ['TEST', 'LIVE'] : [mode]
}

/**
 * Whether an account itself is reached by plain http, as a simulator is. Only then consumers may be sent to pages of
 * plain http.
 */
export function reachedByPlainHttp(accountUrl: string): boolean {
  return new URL(accountUrl).protocol === 'http:'
}
