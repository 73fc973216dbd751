/** Wakes one sleeper early. */
export interface Alarm {
  ring(): void
  /** Forgets that it rang. Whoever resets it before looking for work, and waits after, misses no ring in between. */
  reset(): void
  /** Returns after `ms`, or as soon as it has rung since the last reset. */
  wait(ms: number): Promise<void>
}

export function createAlarm(): Alarm {
  let rung = false
  let wake: () => void = () => {}
  return {
    ring() {
      rung = true
      wake()
    },
    reset() {
      rung = false
    },
    wait(ms) {
      if (rung) return Promise.resolve()
      return new Promise(resolve => {
        const timer = setTimeout(resolve, ms)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    },
  }
}
