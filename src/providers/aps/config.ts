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
}

const SANDBOX_HOST = 'sbpaymentservices.payfort.com'
const LIVE_HOST = 'paymentservices.payfort.com'

/** Which keys may use these credentials. A host that is not APS's own (a proxy, a test) says nothing: both. */
export function modesOf({ apiUrl, simulated }: Pick<ApsConfig, 'apiUrl' | 'simulated'>): readonly Mode[] {
  const { hostname } = new URL(apiUrl)
  if (simulated || hostname === SANDBOX_HOST) return ['TEST']
  return hostname === LIVE_HOST ? ['LIVE'] : ['TEST', 'LIVE']
}
