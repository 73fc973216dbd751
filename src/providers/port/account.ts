import type { Mode } from '../../domain/enums.ts'

/** The part of the credentials that all providers share. */
export interface Account {
  /** True for the built-in simulator. */
  readonly simulated: boolean
  /** The mode of the keys that may use these credentials; TEST for a simulator. Undefined: both modes. */
  readonly mode?: Mode | undefined
}

export function modesOf({ simulated, mode }: Account): readonly Mode[] {
  if (simulated) return ['TEST']
  return mode === undefined ? ['TEST', 'LIVE'] : [mode]
}

/**
 * Whether the account is reached over plain http, as a simulator is. Consumers can be sent to plain http pages only
 * then.
 */
export function reachedByPlainHttp(accountUrl: string): boolean {
  return new URL(accountUrl).protocol === 'http:'
}
