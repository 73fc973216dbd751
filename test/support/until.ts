import { setTimeout as delay } from 'node:timers/promises'
import { vi } from 'vitest'

/** The longest time for a condition: only a failing test waits so long, and machines are busy. */
const PATIENCE_MS = 60_000

/** Calls `ask` again and again until it returns something. @throws with the description, after a minute. */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const end = Date.now() + PATIENCE_MS
  while (Date.now() < end) {
    const answer = await ask()
    if (answer !== undefined && answer !== false) return answer
    await delay(10)
  }
  throw new Error(`waited a minute without a result for ${what}`)
}

/** Repeats assertions until they hold. @throws the last one's failure, after a minute. */
export function eventually(assert: () => unknown, intervalMs = 10): Promise<unknown> {
  return vi.waitFor(assert, { timeout: PATIENCE_MS, interval: intervalMs })
}
