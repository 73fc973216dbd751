import type { Deps } from '../command/deps.ts'

const MAC_BYTES = 12
/**
 * How long a browser's return is accepted, by the gateway's clock. Consumers have a few hours at most, and after three
 * days a person has to decide about an agreement that still waits for its consumer.
 */
const COUNTS_MS = 72 * 3_600_000

/**
 * True if the return link has expired. The gateway then ignores the returned parameters and only redirects the browser.
 */
export function isReturnExpired({ clock }: Pick<Deps, 'clock'>, createdAt: Date): boolean {
  return clock.now().getTime() - createdAt.getTime() >= COUNTS_MS
}

/**
 * The URL to which a provider sends the consumer's browser back: short, and only with characters that every provider
 * accepts.
 */
export function returnLink(deps: Pick<Deps, 'vault' | 'settings'>, id: string): string {
  const mac = deps.vault.mac('link', id).subarray(0, MAC_BYTES).toString('hex')
  return `${deps.settings.publicUrl}/authenticate/return/${id}.${mac}`
}

/** The id in a return link. Undefined if the gateway did not issue the link. */
export function readReturnToken(deps: Pick<Deps, 'vault'>, token: string): string | undefined {
  const [id, mac] = token.split('.')
  if (id === undefined || mac === undefined || !/^[0-9a-f]{24}$/.test(mac)) return undefined
  return deps.vault.macMatches('link', id, Buffer.from(mac, 'hex')) ? id : undefined
}
