import { type Random, randomFrom } from '../random.ts'
import type { LoadOptions, Provider } from './load-options.ts'

/** The story of a schedule, which charges on the three days after the run's first day. */
export type ScheduleStory =
  /** Every occurrence is paid at its first charge. */
  | 'paid'
  /** The provider declines every charge. */
  | 'declined'
  /** The first charge is declined, and its retry a day later is accepted. */
  | 'retried'
  /** The first charge is declined without a planned retry; the merchant retries it. */
  | 'retriedByHand'
  /** Paused after its first charge, and resumed when an occurrence became due meanwhile. */
  | 'paused'
  /** Canceled after its first charge. */
  | 'canceled'

export interface PlannedSchedule {
  readonly index: number
  readonly provider: Provider
  readonly story: ScheduleStory
  /** Minor units. */
  readonly amount: number
  /** HH:MM, in UTC. */
  readonly timeOfDay: string
}

/** A schedule has this many occurrences, on consecutive days from the first day after the run's first day on. */
export const OCCURRENCES = 3
export const FIRST_OCCURRENCE_DAY = 1
/** A declined charge is retried after this number of days, in the stories that have retries. */
export const RETRY_AFTER_DAYS = 1
/** The days that pass during the load: the last one is that of the last retry. */
export const DAYS = FIRST_OCCURRENCE_DAY + OCCURRENCES + RETRY_AFTER_DAYS

const stories = ['paid', 'paid', 'retried', 'paused', 'retriedByHand', 'declined', 'canceled'] as const

export function planSchedules({ seed, schedules, providers }: LoadOptions): PlannedSchedule[] {
  const random = randomFrom(seed, 'schedules')
  return Array.from({ length: schedules }, (_, index) => {
    const story = stories[index % stories.length] ?? 'paid'
    return {
      ...{ index, story },
      // The number of stories is odd, so that both providers have every story.
      provider: providers[index % providers.length] ?? 'PPRO',
      amount: story === 'declined' ? random.pick([300_001, 300_002]) : random.between(1_000, 90_000),
      timeOfDay: timeOfDay(random),
    }
  })
}

function timeOfDay(random: Random): string {
  const part = (most: number) => String(random.between(0, most)).padStart(2, '0')
  return `${part(23)}:${part(59)}`
}

/** The simulator declines the first charge of these. */
export function declinesFirst({ story }: PlannedSchedule): boolean {
  return story === 'retried' || story === 'retriedByHand'
}
