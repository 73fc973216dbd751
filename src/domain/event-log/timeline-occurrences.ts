import type { JsonObject } from '../../base/text/json.ts'
import type { EventFact } from './timeline-events.ts'

/** The period of a schedule that a charge was made for. */
export interface ChargedPeriod {
  readonly scheduleId: string
  /** Which period, from 0. */
  readonly index: number
  readonly dueAt: Date
  /** Of the charge among the period's: 1 for the first. */
  readonly tryNumber: number
  /** What became of the period, in the log's order. */
  readonly events: readonly EventFact[]
}

/** Why a charge was made, in a sentence. */
export function tellPeriod({ scheduleId, index, dueAt, tryNumber }: ChargedPeriod): string {
  const due = `period ${index} of schedule ${scheduleId}, due at ${dueAt.toISOString()}`
  return tryNumber === 1 ? `It is for ${due}.` : `It is try ${tryNumber} of ${due}.`
}

/**
 * What became of a period, in one sentence, or two where it moved the schedule's status. Undefined for what a charge's own
 * events tell already: that it was made.
 */
export function tellPeriodEvent({ type, status, data }: EventFact): string | undefined {
  const told = sentence(type, data ?? {})
  return told === undefined || status === null ? told : `${told} The schedule is now ${status}.`
}

function sentence(type: string, data: JsonObject): string | undefined {
  const period = `Period ${data.index} of the schedule`
  const because = data.reason === undefined ? '' : ` (${data.reason})`
  switch (type) {
    case 'schedule.occurrence_paid':
      return `${period} is paid.`
    case 'schedule.occurrence_retrying':
      return `${period} could not be charged${because}. ${nextTry(data)}`
    case 'schedule.occurrence_failed':
      return `${period} has failed${because}: nothing more is tried by itself.`
    case 'schedule.occurrence_skipped':
      return `${period} is skipped${because}.`
    default:
      return undefined
  }
}

function nextTry({ nextRetryAt }: JsonObject): string {
  return nextRetryAt === undefined
    ? 'It is tried again once the schedule is resumed.'
    : `It is tried again at ${nextRetryAt}.`
}
