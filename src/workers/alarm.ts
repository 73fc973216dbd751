/** Wakes one waiting task early. */
export interface Alarm {
  ring(): void
  /** Forgets earlier rings. Call it before looking for work, then wait: so no ring in between is missed. */
  reset(): void
  /** Resolves after `ms`, or as soon as it has rung since the last reset. */
  wait(ms: number): Promise<void>
}

export function createAlarm(): Alarm {
  let hasRung = false
  let wake: () => void = () => {}
  return {
    ring() {
      hasRung = true
      wake()
    },
    reset() {
      hasRung = false
    },
    wait(ms) {
      if (hasRung) return Promise.resolve()
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
