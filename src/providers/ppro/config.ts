import type { Mode } from '../../domain/vocabulary.ts'

export interface PproConfig {
  /** Without /v1 and without a slash at the end; may have a path. */
  readonly baseUrl: string
  readonly apiKey: string
  readonly merchantId: string
  readonly webhookSecret: string
  /** Whether this is our own simulator. */
  readonly simulated: boolean
  /** Which keys may use these credentials; a simulator's are for TEST. Undefined: nothing tells, and both may. */
  readonly mode?: Mode | undefined
}

export function modesOf({ simulated, mode }: Pick<PproConfig, 'simulated' | 'mode'>): readonly Mode[] {
  if (simulated) return ['TEST']
  return mode === undefined ? ['TEST', 'LIVE'] : [mode]
}

/**
 * Whether the account itself is reached by plain http, as a simulator is. Only then consumers may be sent to pages of plain
 * http.
 */
export function reachedByPlainHttp({ baseUrl }: Pick<PproConfig, 'baseUrl'>): boolean {
  return new URL(baseUrl).protocol === 'http:'
}

/** True where no money moves, and PPRO's MOCK method exists. */
export function isSandbox(config: Pick<PproConfig, 'simulated' | 'mode'>): boolean {
  return !modesOf(config).includes('LIVE')
}
