import { setTimeout as delay } from 'node:timers/promises'
import { DEADLOCK_DETECTED, LOCK_NOT_AVAILABLE, sqlState } from './outage.ts'

interface Patience {
  readonly tries: number
  /** The error after the last try. */
  readonly givenUp: (cause: unknown) => Error
}

const PAUSE_MS = 1_000
const passing: readonly unknown[] = [LOCK_NOT_AVAILABLE, DEADLOCK_DETECTED]

/**
 * Repeats work that needs locks which others hold. Statements queue behind a session that waits for a lock; so `work`
 * must limit its wait by lock_timeout, and the pauses between the tries let the others continue. A try that fails must
 * leave nothing half done.
 *
 * @param work Called with the number of the try, from 1.
 * @throws Its error, unless that is a lock that was not free or a deadlock.
 */
export async function untilLocksAreFree<Result>(
  work: (count: number) => Promise<Result>,
  { tries, givenUp }: Patience,
): Promise<Result> {
  for (let count = 1; ; count++) {
    try {
      return await work(count)
    } catch (error) {
      if (!passing.includes(sqlState(error))) throw error
      if (count === tries) throw givenUp(error)
    }
    await delay(PAUSE_MS)
  }
}
