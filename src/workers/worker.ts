import type { Deps } from '../operations/command/deps.ts'
import type { DueWorkerName } from '../store/sandbox-clock/next-due.ts'

/** A kind of work that falls due by the gateway's clock. When it does stands in store/sandbox-clock/next-due.ts, under the same name. */
export interface Worker {
  readonly name: DueWorkerName
  /** How long it waits before it looks again, where it found nothing. */
  readonly pauseMs: number
  /** The worker of one process. */
  begin(deps: Deps): Work
}

export interface Work {
  /** Takes what is due, as far as there is room for it. Returns how much was taken, which may go on behind it. */
  take(): Promise<number>
  /** Resolves when nothing that was taken is under way. */
  idle(): Promise<void>
}

/** Work of which each portion is done before the next is taken. */
export function inPortions(portion: (deps: Deps) => Promise<number>): Worker['begin'] {
  return deps => {
    let last: Promise<unknown> = Promise.resolve()
    return {
      take() {
        const taken = last.then(() => portion(deps))
        last = taken.catch(() => {})
        return taken
      },
      idle: async () => void (await last),
    }
  }
}
