import type { Deps } from './deps.ts'

const GRACE_MS = 20_000

/**
 * When recovery takes over an attempt whose process has died: after the longest time in which its own process could
 * still be sending it.
 */
export function recoverAt(deps: Pick<Deps, 'settings'>, now: Date): Date {
  const { providerDeadlineMs, resendWindowMs } = deps.settings
  return new Date(now.getTime() + resendWindowMs + providerDeadlineMs + GRACE_MS)
}
