import type { Policy, Verdict } from './limiter.ts'

/**
 * The field RateLimit of draft-ietf-httpapi-ratelimit-headers: what is left, and in how many seconds the quota is
 * whole.
 */
export function rateHeader({ policy: { name, quota, perSecond }, remaining, retryAfterMs }: Verdict): string {
  // With Retry-After, both name the same moment.
  const seconds = retryAfterMs > 0 ? retryAfterMs / 1_000 : (quota - remaining) / perSecond
  return `"${name}";r=${remaining};t=${Math.ceil(seconds)}`
}

/** The field RateLimit-Policy: each quota, and the seconds in which it fills from empty. */
export function policyHeader(policies: readonly Policy[]): string {
  return policies
    .map(({ name, quota, perSecond }) => `"${name}";q=${quota};w=${Math.ceil(quota / perSecond)}`)
    .join(', ')
}
