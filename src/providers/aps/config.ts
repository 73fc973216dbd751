import type { Mode } from '../../domain/vocabulary.ts'

/** How APS hashes what is signed; set per channel in its back office. */
export type ShaType = 'SHA-256' | 'SHA-512' | 'HMAC-256' | 'HMAC-512'

export interface ApsConfig {
  /** The whole endpoint for servers, …/FortAPI/paymentApi. */
  readonly apiUrl: string
  /** The whole endpoint for the consumer's browser, …/FortAPI/paymentPage. */
  readonly pageUrl: string
  readonly accessCode: string
  readonly merchantIdentifier: string
  /** Signs what we send. */
  readonly shaRequestPhrase: string
  /** Signs what APS sends. */
  readonly shaResponsePhrase: string
  readonly shaType: ShaType
  /** Whether this is our own simulator. */
  readonly simulated: boolean
  /** Which keys may use these credentials; a simulator's are for TEST. Undefined: nothing tells, and both may. */
  readonly mode?: Mode | undefined
}

/**
 * Whether the account itself is reached by plain http, as a simulator is. Only then consumers may be sent to pages of plain
 * http.
 */
export function reachedByPlainHttp({ apiUrl }: Pick<ApsConfig, 'apiUrl'>): boolean {
  return new URL(apiUrl).protocol === 'http:'
}

export function modesOf({ simulated, mode }: Pick<ApsConfig, 'simulated' | 'mode'>): readonly Mode[] {
  if (simulated) return ['TEST']
  return mode === undefined ? ['TEST', 'LIVE'] : [mode]
}
