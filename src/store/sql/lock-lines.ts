import { createFairPlaces, NoPlaceError, type Release } from '../../base/fair-places.ts'
import { STATEMENT_TIMEOUT_MS } from './session.ts'

/** Another transaction with the same number `alone` is still open. */
export class LockedElsewhere extends Error {
  override readonly name = 'LockedElsewhere'
}

/** How long a transaction waits for another one with the same number `alone`. */
export const LOCK_WAIT_MS = 2_000

/**
 * How many transactions of this process use a connection for the same lock: the one that holds it, and two that wait
 * for it in PostgreSQL, so that the lock is passed on without a round trip. All others wait here, without a connection.
 * Otherwise 200 charges on one agreement would use the whole pool.
 */
const CONNECTIONS_OF_A_LOCK = 3

interface Locks {
  readonly alone?: bigint
  readonly locks?: readonly bigint[]
}

/** Lets the transactions of this process wait for each other's locks before they take a connection. */
export function linesForLocks() {
  const places = createFairPlaces({ mostOfKey: () => CONNECTIONS_OF_A_LOCK })

  /** Always in the same order, so that no two transactions wait for each other here. */
  const keysOf = ({ alone, locks = [] }: Locks) => {
    const numbers = alone === undefined ? locks : [alone, ...locks]
    return numbers.length < 2 ? numbers.map(String) : [...new Set(numbers.map(String))].toSorted()
  }
  const leaveAll = (entered: readonly Release[]) => () => {
    for (const leave of entered) leave()
  }

  return {
    /** Undefined if it has to wait; call `wait` then. */
    enter(options: Locks): Release | undefined {
      const entered: Release[] = []
      for (const key of keysOf(options)) {
        const leave = places.tryTake(key)
        if (leave === undefined) return void leaveAll(entered)()
        entered.push(leave)
      }
      return leaveAll(entered)
    },
    /** @throws LockedElsewhere or NoPlaceError if it waits as long as it would wait in PostgreSQL. */
    async wait(options: Locks): Promise<Release> {
      const entered: Release[] = []
      const alone = String(options.alone)
      for (const key of keysOf(options)) {
        try {
          entered.push(await places.take(key, key === alone ? LOCK_WAIT_MS : STATEMENT_TIMEOUT_MS))
        } catch (error) {
          leaveAll(entered)()
          throw error instanceof NoPlaceError && key === alone ? new LockedElsewhere() : error
        }
      }
      return leaveAll(entered)
    },
  }
}
