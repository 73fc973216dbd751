import type { Agenda } from './agenda.ts'
import type { SandboxClock } from './clock.ts'

/** Moves the sandbox's time forward from one due task to the next. Concurrent advances run one after the other. */
export class TimeTravel {
  readonly #clock: SandboxClock
  readonly #agenda: Agenda
  #last: Promise<void> = Promise.resolve()

  constructor(clock: SandboxClock, agenda: Agenda) {
    this.#clock = clock
    this.#agenda = agenda
  }

  /**
   * Runs everything that is due until `toMs` in order, each task at its own instant. Each one, with its webhook
   * deliveries, ends before the next starts. Then sets the clock to `toMs`. A time in the past only runs what is due
   * now.
   */
  advance(toMs: number): Promise<void> {
    const turn = this.#last.then(() => this.#run(toMs))
    this.#last = turn.catch(() => undefined)
    return turn
  }

  async #run(toMs: number): Promise<void> {
    const clock = this.#clock
    const agenda = this.#agenda
    clock.hold(clock.now())
    try {
      for (;;) {
        await agenda.settled()
        const next = agenda.nextDueAtMs()
        if (next === null || next > Math.max(toMs, clock.now())) break
        clock.hold(next)
        agenda.runDue()
      }
      clock.hold(toMs)
    } finally {
      clock.release()
      agenda.arm()
    }
  }
}
