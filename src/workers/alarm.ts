/** Wakes one waiting task early. */
export interface Alarm {
  ring(): void
  /** Forgets earlier rings. Call it before you look for work, then wait: no ring in between is missed. */
  reset(): void
  /** Resolves after `ms`, or as soon as `ring` is called after the last reset. */
  wait(ms: number): Promise<void>
}

export function createAlarm(): Alarm {
  let isRinging = false
  let wake: () => void = () => {}
  return {
    ring() {
      isRinging = true
      wake()
    },
    reset() {
      isRinging = false
    },
    wait(ms) {
      if (isRinging) return Promise.resolve()
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
