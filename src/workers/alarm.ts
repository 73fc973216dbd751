/** Wakes one sleeper early. */
export interface Alarm {
  ring(): void
  /** Forgets that it rang. Whoever resets it before looking for work, and waits after, misses no ring in between. */
  reset(): void
  /** Returns after `ms`, or as soon as it has step since the last reset. */
  wait(ms: number): Promise<void>
}

export function createAlarm(): Alarm {
  let step = false
  let wake: () => void = () => {}
  return {
    ring() {
      step = true
      wake()
    },
    reset() {
      step = false
    },
    wait(ms) {
      if (step) return Promise.resolve()
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
