import type { Deps } from '../command/deps.ts'

const MAC_BYTES = 12
/**
 * How long a browser's return counts, by the gateway's clock. Consumers have hours at most; and after three days a person
 * is asked about what still waits for one.
 */
const COUNTS_MS = 72 * 3_600_000

/** True once a return to what was made then tells nothing any more: the browser is only sent on. */
export function isReturnExpired({ clock }: Pick<Deps, 'clock'>, createdAt: Date): boolean {
  return clock.now().getTime() - createdAt.getTime() >= COUNTS_MS
}

/** Where a provider sends the consumer's browser back to: ours, short, and of characters that every provider takes. */
export function returnLink(deps: Pick<Deps, 'vault' | 'settings'>, id: string): string {
  const mac = deps.vault.mac('link', id).subarray(0, MAC_BYTES).toString('hex')
  return `${deps.settings.publicUrl}/authenticate/return/${id}.${mac}`
}

/** The id in a link of ours; undefined where it is not ours. */
export function readReturnToken(deps: Pick<Deps, 'vault'>, token: string): string | undefined {
  const [id, mac] = token.split('.')
  if (id === undefined || mac === undefined || !/^[0-9a-f]{24}$/.test(mac)) return undefined
  return deps.vault.macMatches('link', id, Buffer.from(mac, 'hex')) ? id : undefined
}
