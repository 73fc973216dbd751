import type { Topic } from './subscriber.ts'

const eventsQuery = `subscription ($filter: LogEventFilter, $after: EventCursor) {
  events(filter: $filter, after: $after) { id eventCursor subjectId version }
}`

interface EventData {
  readonly id: string
  readonly eventCursor: string
  readonly subjectId: string
  readonly version: number
}

const readEvent: Topic['read'] = data => data['events'] as EventData

/** The whole log. */
export const allEvents: Topic = {
  query: eventsQuery,
  variables: {},
  interest: { changesOnly: false },
  read: readEvent,
}

/** The part of one agreement: itself, its charges and its schedules. */
export function eventsOfAgreement(agreementId: string): Topic {
  return {
    query: eventsQuery,
    variables: { filter: { agreementId } },
    interest: { agreementId, changesOnly: false },
    read: readEvent,
  }
}

/** An object in a response. */
export interface Versioned {
  readonly id: string
  readonly version: number
}

/** Each version of a charge after the version in a response. */
export function changesOfCharge(charge: Versioned): Topic {
  return changesOf('charge', charge)
}

/** The same for a schedule, with its occurrences. */
export function changesOfSchedule(schedule: Versioned): Topic {
  return changesOf('schedule', schedule)
}

function changesOf(type: 'charge' | 'schedule', { id, version: afterVersion }: Versioned): Topic {
  return {
    query: `subscription ($id: ID, $after: EventCursor) {
      changed: ${type}Changed(${type}Id: $id, after: $after) { eventCursor version subject: ${type} { id } }
    }`,
    variables: { id },
    interest: { object: { id, afterVersion }, changesOnly: true },
    read(data) {
      const { eventCursor, version, subject } = data['changed'] as {
        readonly eventCursor: string
        readonly version: number
        readonly subject: { readonly id: string }
      }
      return { id: `${subject.id}@${version}`, subjectId: subject.id, version, eventCursor }
    },
  }
}
