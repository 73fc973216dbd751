import type { JsonObject } from '../../base/text/json.ts'
import type { EventFact } from './timeline-events.ts'

/** The schedule's occurrence of a charge. */
export interface ChargedOccurrence {
  readonly scheduleId: string
  /** Which occurrence, from 0. */
  readonly index: number
  readonly dueAt: Date
  /** The number of the charge among those of the occurrence, from 1. */
  readonly attemptNumber: number
  /** The events of the occurrence, in log order. */
  readonly events: readonly EventFact[]
}

/** The reason of a charge, in one sentence. */
export function describeOccurrence({ scheduleId, index, dueAt, attemptNumber }: ChargedOccurrence): string {
  const due = `occurrence ${index} of schedule ${scheduleId}, due at ${dueAt.toISOString()}`
  return attemptNumber === 1 ? `It is for ${due}.` : `It is try ${attemptNumber} of ${due}.`
}

/**
 * Describes an event of an occurrence in one sentence, or two if it changed the schedule's status. Undefined for events
 * that the charge's own events already describe.
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
      return `${occurrence} has failed${because} and is not retried automatically.`
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
