import type { Mode } from '../../domain/vocabulary.ts'

export interface PproConfig {
  /** Without /v1 and without a slash at the end; may have a path. */
  readonly baseUrl: string
  readonly apiKey: string
  readonly merchantId: string
  readonly webhookSecret: string
  /** Whether this is our own simulator. */
  readonly simulated: boolean
}

// PPRO's pages name two live hosts; both are taken for live.
const LIVE_HOSTS: ReadonlySet<string> = new Set(['api.eu.ppro.com', 'api.ppro.com'])
const SANDBOX_HOST = 'api.sandbox.eu.ppro.com'

/** Which keys may use these credentials. A host that is not PPRO's own (a proxy, a test) says nothing: both. */
export function modesOf({ baseUrl, simulated }: PproConfig): readonly Mode[] {
  const { hostname } = new URL(baseUrl)
  if (simulated || hostname === SANDBOX_HOST) return ['TEST']
  return LIVE_HOSTS.has(hostname) ? ['LIVE'] : ['TEST', 'LIVE']
}

/** True where no money moves, and PPRO's MOCK method exists. */
export function isSandbox({ baseUrl, simulated }: PproConfig): boolean {
  return simulated || new URL(baseUrl).hostname === SANDBOX_HOST
}
