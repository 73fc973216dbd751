import { setTimeout as delay } from 'node:timers/promises'
import { type PlannedCharge, planCharges } from '../plan/plan.ts'
import { DAYS, FIRST_OCCURRENCE_DAY } from '../plan/schedule-plan.ts'
import type { ReadySchedule } from './agreements.ts'
import { type LoadContext, merchantNamed, noting } from './context.ts'
import { inLanes } from './lanes.ts'
import type { Progress } from './progress.ts'
import { createSchedule, followSchedule } from './schedule-stories.ts'
import { type Agreements, begin } from './stories.ts'

/** One charge in this number has its own subscriber. */
const WATCHED_EVERY = 20
/** The number of charges that wait for a result before new ones are made. */
const FOLLOWED_AT_ONCE = 150
const ROOM_POLL_MS = 50

export interface LoadParts {
  readonly agreements: Agreements
  readonly schedules: readonly ReadySchedule[]
  readonly progress: Progress
}

export interface LoadTimes {
  /** Until the last charge was requested. */
  readonly chargeSeconds: number
  /** Until the end of every story. */
  readonly seconds: number
}

/** Makes all planned charges and schedules while the days pass, and follows each to the end of its story. */
export async function runLoad(context: LoadContext, parts: LoadParts): Promise<LoadTimes> {
  const begunAt = performance.now()
  const seconds = () => (performance.now() - begunAt) / 1_000
  const created = createSchedules(context, parts.schedules)
  const days = passDays(context, parts, created)
  days.catch(() => {}) // awaited below
  const rests = await charge(context, parts)
  const chargeSeconds = seconds()
  await Promise.all([...rests, days])
  // Nothing of the charges waits for a consumer or a capture any more: the last retries are due.
  if (parts.schedules.length > 0) await context.calendar.moveTo(DAYS)
  await Promise.all((await created).map(({ followed }) => followed))
  return { chargeSeconds, seconds: seconds() }
}

/** Requests all planned charges, several at once. Returns the remaining stories of those that were accepted. */
async function charge(context: LoadContext, { agreements, progress }: LoadParts): Promise<readonly Promise<void>[]> {
  const { options, signal } = context
  const rests: Promise<void>[] = []
  let open = 0
  const follow = async (what: string, rest: () => Promise<void>) => {
    open += 1
    await noting(context, what, rest())
    open -= 1
  }
  const start = async (planned: PlannedCharge) => {
    progress.advance()
    const { index, story, provider } = planned
    const what = `charge ${index} (${story}, ${provider})`
    const merchant = merchantNamed(context, `charge-${index}`, index % WATCHED_EVERY === 0)
    const begun = begin(merchant, planned, agreements).then(({ rest }) => void rests.push(follow(what, rest)))
    await noting(context, what, begun)
    while (open >= FOLLOWED_AT_ONCE && !signal.aborted) await delay(ROOM_POLL_MS)
  }
  await inLanes(planCharges(options), options.concurrency, start, signal)
  return rests
}

/** Resolves when every schedule exists, with the rest of its story. */
async function createSchedules(
  context: LoadContext,
  schedules: readonly ReadySchedule[],
): Promise<readonly { readonly followed: Promise<void> }[]> {
  const { options, signal, calendar } = context
  const stories: { followed: Promise<void> }[] = []
  const create = async ({ planned, agreementId }: ReadySchedule) => {
    const { index, story, provider } = planned
    const what = `schedule ${index} (${story}, ${provider})`
    const merchant = merchantNamed(context, `schedule-${index}`, true)
    const made = createSchedule(merchant, planned, { agreementId, calendar }).then(
      id => void stories.push({ followed: noting(context, what, followSchedule(merchant, planned, id)) }),
    )
    await noting(context, what, made)
  }
  await inLanes(schedules, options.concurrency, create, signal)
  return stories
}

/** A day passes each time that a further part of the charges has started, the last day excepted. */
async function passDays(
  { calendar, options, signal }: LoadContext,
  { schedules, progress }: LoadParts,
  created: Promise<unknown>,
): Promise<void> {
  await created
  if (schedules.length === 0) return
  const ends = Array.from({ length: DAYS - FIRST_OCCURRENCE_DAY - 1 }, (_, day) => FIRST_OCCURRENCE_DAY + 1 + day)
  for (const [index, day] of ends.entries()) {
    await progress.reached(Math.ceil(((index + 1) * options.charges) / (ends.length + 1)), signal)
    await calendar.moveTo(day)
  }
}
