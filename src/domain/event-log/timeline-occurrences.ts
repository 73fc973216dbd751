import type { JsonObject } from '../../base/text/json.ts'
import type { EventFact } from './timeline-events.ts'

/** The occurrence of a schedule that a charge was made for. */
export interface ChargedOccurrence {
  readonly scheduleId: string
  /** Which occurrence, from 0. */
  readonly index: number
  readonly dueAt: Date
  /** Of the charge among the occurrence's: 1 for the first. */
  readonly attemptNumber: number
  /** What became of the occurrence, in the log's order. */
  readonly events: readonly EventFact[]
}

/** Why a charge was made, in a sentence. */
export function describeOccurrence({ scheduleId, index, dueAt, attemptNumber }: ChargedOccurrence): string {
  const due = `occurrence ${index} of schedule ${scheduleId}, due at ${dueAt.toISOString()}`
  return attemptNumber === 1 ? `It is for ${due}.` : `It is try ${attemptNumber} of ${due}.`
}

/**
 * What became of an occurrence, in one sentence, or two where it moved the schedule's status. Undefined for what a
 * charge's own events tell already: that it was made.
 */
export function describeOccurrenceEvent({ type, status, data }: EventFact): string | undefined {
  const told = sentence(type, data ?? {})
  return told === undefined || status === null ? told : `${told} The schedule is now ${status}.`
}

function sentence(type: string, data: JsonObject): string | undefined {
  const occurrence = `Occurrence ${data.index} of the schedule`
  const because = data.reason === undefined ? '' : ` (${data.reason})`
  switch (type) {
    case 'schedule.occurrence_paid':
      return `${occurrence} is paid.`
    case 'schedule.occurrence_retrying':
      return `${occurrence} could not be charged${because}. ${nextTry(data)}`
    case 'schedule.occurrence_failed':
      return `${occurrence} has failed${because}: nothing more is tried by itself.`
    case 'schedule.occurrence_skipped':
      return `${occurrence} is skipped${because}.`
    default:
      return undefined
  }
}

function nextTry({ nextRetryAt }: JsonObject): string {
  return nextRetryAt === undefined
    ? 'It is tried again once the schedule is resumed.'
    : `It is tried again at ${nextRetryAt}.`
}
