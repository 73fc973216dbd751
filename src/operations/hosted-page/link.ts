import type { AuthenticationMethod } from '../../domain/agreement/authentication.ts'
import type { Deps } from '../command/deps.ts'

/** How long a consumer has to open the page and to give a means of payment. */
const AWAITED_MS = 60 * 60_000
const MAC_BYTES = 12

/** The authentication method of an agreement whose consumer starts at a page of this gateway. */
export function hostedStep(
  deps: Pick<Deps, 'vault' | 'settings'>,
  agreementId: string,
  now: Date,
): { readonly methods: readonly AuthenticationMethod[]; readonly awaitedUntil: Date } {
  const awaitedUntil = new Date(now.getTime() + AWAITED_MS)
  const requestUrl = hostedLink(deps, agreementId, awaitedUntil)
  const expiresAt = awaitedUntil.toISOString()
  return { methods: [{ type: 'REDIRECT', requestUrl, requestMethod: 'GET', expiresAt }], awaitedUntil }
}

function hostedLink({ vault, settings }: Pick<Deps, 'vault' | 'settings'>, id: string, expiresAt: Date): string {
  const signed = `${id}.${expiresAt.getTime().toString(36)}`
  const mac = vault.mac('link', signed).subarray(0, MAC_BYTES).toString('hex')
  return `${settings.publicUrl}/authenticate/${signed}.${mac}`
}

export interface HostedVisitToken {
  readonly agreementId: string
  readonly expiresAt: Date
}

/**
 * The content of a signed link. Undefined if the gateway did not issue it. The caller checks whether it has expired.
 */
export function readHostedToken({ vault }: Pick<Deps, 'vault'>, token: string): HostedVisitToken | undefined {
  const [agreementId, expiry, mac] = token.split('.')
  if (agreementId === undefined || expiry === undefined || !/^[0-9a-f]{24}$/.test(mac ?? '')) return undefined
  if (!vault.macMatches('link', `${agreementId}.${expiry}`, Buffer.from(mac ?? '', 'hex'))) return undefined
  return { agreementId, expiresAt: new Date(Number.parseInt(expiry, 36)) }
}

/** True if a method leads to the gateway's own page and not to the bank's, even if PUBLIC_URL has changed since. */
export function isHosted({ requestUrl }: AuthenticationMethod, agreementId: string): boolean {
  return requestUrl?.includes(`/authenticate/${agreementId}.`) === true
}
