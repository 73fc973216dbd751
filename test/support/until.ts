import { setTimeout as delay } from 'node:timers/promises'

/** Asks again and again until `ask` answers something; fails with what it was waiting for after ten seconds. */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const end = Date.now() + 10_000
  while (Date.now() < end) {
    const answer = await ask()
    if (answer !== undefined && answer !== false) return answer
    await delay(10)
  }
  throw new Error(`waited in vain for ${what}`)
}
