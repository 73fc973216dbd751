/** Gives a place back. A second call does nothing. */
export type Release = () => void

export interface FairPlaces {
  /** A place, if one is free now; else undefined. */
  tryTake(key: string): Release | undefined
  /** Waits for a place. @throws NoPlaceError after `waitMs`, or at once if too many callers of this key wait. */
  take(key: string, waitMs: number): Promise<Release>
  /** How many places the key has now. */
  takenBy(key: string): number
}

interface FairPlacesOptions {
  /** The maximum number of places for all keys together. Default: no limit. */
  readonly most?: number
  readonly mostOfKey: (key: string) => number
  /** The maximum number of waiting callers for one key. Default: no limit. */
  readonly mostWaiting?: number
}

/** Too many others have a place or wait for one. The work that needed the place was not started. */
export class NoPlaceError extends Error {
  override readonly name = 'NoPlaceError'
}

interface Line {
  taken: number
  /** Each gives a place to one caller, the longest waiting first. */
  readonly waiting: Set<() => void>
}

/**
 * A fair, shared semaphore. Each key has a maximum number of places, and keys that wait get free places in turns, so
 * that a key with thousands of callers delays another key by one place at most. Packages such as async-sema and p-limit
 * have one queue for everybody.
 */
export function createFairPlaces(options: FairPlacesOptions): FairPlaces {
  const { most = Number.POSITIVE_INFINITY, mostOfKey, mostWaiting = Number.POSITIVE_INFINITY } = options
  const lines = new Map<string, Line>()
  /** Keys with waiting callers, the next one first. */
  const turns = new Set<string>()
  let total = 0

  const hasRoom = (key: string, { taken }: Line) => total < most && taken < mostOfKey(key)
  const forget = (key: string, line: Line) => {
    if (line.waiting.size === 0) turns.delete(key)
    if (line.waiting.size === 0 && line.taken === 0) lines.delete(key)
  }
  const lineOf = (key: string): Line => {
    const known = lines.get(key)
    if (known) return known
    const line: Line = { taken: 0, waiting: new Set() }
    lines.set(key, line)
    return line
  }
  /** True if a caller of this key got a place. */
  const admit = (key: string): boolean => {
    const line = lines.get(key)
    const [first] = line?.waiting ?? []
    if (line === undefined || first === undefined || !hasRoom(key, line)) return false
    line.waiting.delete(first)
    turns.delete(key)
    if (line.waiting.size > 0) turns.add(key) // behind the others
    first()
    return true
  }
  const place = (key: string, line: Line): Release => {
    line.taken += 1
    total += 1
    let isBack = false
    return () => {
      if (isBack) return
      isBack = true
      // While not all places are taken, a key waits only for its own.
      const candidates = total >= most ? turns : [key]
      line.taken -= 1
      total -= 1
      for (const candidate of candidates) if (admit(candidate)) break
      forget(key, line)
    }
  }

  return {
    tryTake(key) {
      const line = lineOf(key)
      if (hasRoom(key, line)) return place(key, line)
      forget(key, line)
      return undefined
    },
    take(key, waitMs) {
      const line = lineOf(key)
      if (hasRoom(key, line)) return Promise.resolve(place(key, line))
      if (line.waiting.size >= mostWaiting) {
        forget(key, line)
        return Promise.reject(new NoPlaceError('too many callers wait for a place'))
      }
      return new Promise((resolve, reject) => {
        const begin = () => {
          clearTimeout(timer)
          resolve(place(key, line))
        }
        const giveUp = () => {
          line.waiting.delete(begin)
          forget(key, line)
          reject(new NoPlaceError(`no place was free within ${waitMs} ms`))
        }
        // Longer than a timer can be: without end.
        const timer = waitMs < 2 ** 31 ? setTimeout(giveUp, waitMs).unref() : undefined
        line.waiting.add(begin)
        turns.add(key)
      })
    },
    takenBy: key => lines.get(key)?.taken ?? 0,
  }
}
