/** When a key stops to work, and what replaced it. */
interface Lifetime {
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
}

export const apiKeyStatuses = ['ACTIVE', 'EXPIRED', 'REVOKED'] as const
export type ApiKeyStatus = (typeof apiKeyStatuses)[number]

/** Only an ACTIVE key gives access. A key that was rotated stays ACTIVE until it expires. */
export function apiKeyStatus({ expiresAt, revokedAt }: Lifetime, now: Date): ApiKeyStatus {
  if (revokedAt !== null) return 'REVOKED'
  return expiresAt !== null && expiresAt <= now ? 'EXPIRED' : 'ACTIVE'
}

/** How long a rotated key still works unless its owner says otherwise. */
export const OVERLAP_SECONDS = 24 * 3600
export const LONGEST_OVERLAP_SECONDS = 30 * 24 * 3600

/** When a key that is rotated now ends: never later than it would have ended anyway. */
export function endOfRotated({ expiresAt }: Pick<Lifetime, 'expiresAt'>, overlapSeconds: number, now: Date): Date {
  const end = new Date(now.getTime() + overlapSeconds * 1000)
  return expiresAt !== null && expiresAt < end ? expiresAt : end
}
