import { setTimeout as delay } from 'node:timers/promises'
import { type Caller, Unanswered } from './callers.ts'
import { SandboxClockAdvanceDocument, SandboxClockDocument } from './documents.ts'

const DAY_MS = 86_400_000
const AGAIN_MS = 300

/** The days of a run, on the sandbox clock: schedules charge while it moves. */
export interface Calendar {
  /** UTC midnight of the day on which the run started. */
  readonly firstDay: Date
  /** Does work during which no day passes, because it has a time limit of minutes: a consumer's visit to a page. */
  withinADay<T>(work: () => Promise<T>): Promise<T>
  /** Moves to UTC midnight, this number of days after the first day. No effect if that time has come. */
  moveTo(day: number): Promise<void>
  /** The days that have passed. */
  readonly days: number
}

/** @param caller Must wait long enough: during the move of a day, every gateway can be killed. */
export async function openCalendar(caller: Caller): Promise<Calendar> {
  const readNow = async () => new Date((await caller.ask(SandboxClockDocument, {})).clock.now)
  const firstDay = new Date(Math.floor((await readNow()).getTime() / DAY_MS) * DAY_MS)
  const visits = new Set<Promise<unknown>>()
  let moving: Promise<void> = Promise.resolve()
  let days = 0
  const move = async (day: number) => {
    await Promise.all(visits)
    const to = new Date(firstDay.getTime() + day * DAY_MS)
    while ((await readNow()) < to) {
      // Every answer but success means: not yet, or another request has moved the clock.
      await caller.ask(SandboxClockAdvanceDocument, { to: to.toISOString() }).catch(ignoreUnanswered)
      await delay(AGAIN_MS)
    }
    days = day
  }
  return {
    firstDay,
    async withinADay(work) {
      for (let seen: unknown; seen !== moving; await moving) seen = moving
      const visit = work()
      const over = visit.catch(() => {}).finally(() => visits.delete(over))
      visits.add(over)
      return await visit
    },
    moveTo(day) {
      moving = moving.then(() => move(day))
      return moving
    },
    get days() {
      return days
    },
  }
}

function ignoreUnanswered(error: unknown): void {
  if (!(error instanceof Unanswered)) throw error
}
