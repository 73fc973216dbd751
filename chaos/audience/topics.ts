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

/** The part of one agreement: itself, and its charges. */
export function eventsOfAgreement(agreementId: string): Topic {
  return {
    query: eventsQuery,
    variables: { filter: { agreementId } },
    interest: { agreementId, changesOnly: false },
    read: readEvent,
  }
}

/** Each version of a charge after the version in a response. */
export function changesOfCharge(id: string, afterVersion: number): Topic {
  return {
    query: `subscription ($chargeId: ID, $after: EventCursor) {
      chargeChanged(chargeId: $chargeId, after: $after) { eventCursor version charge { id } }
    }`,
    variables: { chargeId: id },
    interest: { charge: { id, afterVersion }, changesOnly: true },
    read(data) {
      const { eventCursor, version, charge } = data['chargeChanged'] as {
        readonly eventCursor: string
        readonly version: number
        readonly charge: { readonly id: string }
      }
      return { id: `${charge.id}@${version}`, subjectId: charge.id, version, eventCursor }
    },
  }
}
