import { setTimeout as delay } from 'node:timers/promises'

/**
 * Runs `work` again and again, `lanes` times at once, until the time is over.
 * @returns Runs per second.
 */
export async function inLanes(work: () => Promise<unknown>, { lanes, durationMs }: Lanes): Promise<number> {
  const start = performance.now()
  let done = 0
  const lane = async () => {
    while (performance.now() - start < durationMs) {
      await work()
      done += 1
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return (done * 1000) / (performance.now() - start)
}

export interface Lanes {
  readonly lanes: number
  readonly durationMs: number
}

/**
 * Starts `work` at an even rate until the time is over, whether or not what was started before has ended.
 * @returns Once all of it has ended, how many there were.
 */
export async function atPace(work: () => Promise<unknown>, { perSecond, durationMs }: Pace): Promise<number> {
  const start = performance.now()
  const all = Math.round((perSecond * durationMs) / 1000)
  const started: Promise<unknown>[] = []
  while (started.length < all) {
    const due = Math.min(all, ((performance.now() - start) * perSecond) / 1000)
    while (started.length < due) started.push(work())
    await delay(1000 / perSecond)
  }
  await Promise.all(started)
  return started.length
}

export interface Pace {
  readonly perSecond: number
  readonly durationMs: number
}
