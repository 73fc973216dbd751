/**
 * How long an attempt is left to the process that sends it. Whoever sends for longer says so again and again, see
 * `whileHeld`: an attempt that nobody speaks for any more belongs to a process that has died.
 */
export const HELD_MS = 15_000

/** When recovery takes over an attempt that is not held any more. */
export function recoverAt(now: Date): Date {
  return new Date(now.getTime() + HELD_MS)
}
