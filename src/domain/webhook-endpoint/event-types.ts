import { type LogEvent, operationEvents, revocationEvents } from '../event-log/events.ts'

/** Each type once: the compiler finds one that is missing. */
const others = {
  'consumer.created': true,
  'consumer.updated': true,
  'consumer.erased': true,
  'agreement.created': true,
  'agreement.status_changed': true,
  'agreement.instrument_given': true,
  'agreement.contradiction': true,
  'charge.created': true,
  'charge.chargeback': true,
  'charge.funds_state_changed': true,
  'charge.contradiction': true,
  'charge.agreement_ended': true,
  'charge.resolved': true,
  'schedule.created': true,
  'schedule.updated': true,
  'schedule.paused': true,
  'schedule.resumed': true,
  'schedule.canceled': true,
  'schedule.completed': true,
  'schedule.occurrence_processing': true,
  'schedule.occurrence_paid': true,
  'schedule.occurrence_retrying': true,
  'schedule.occurrence_failed': true,
  'schedule.occurrence_skipped': true,
  'reconciliation.break': true,
  'reconciliation.unsettled': true,
  'integrity.violation': true,
} as const satisfies Record<Exclude<LogEvent['type'], OperationOrRevocation>, true>

type OperationOrRevocation =
  | {
      [Kind in keyof typeof operationEvents]: (typeof operationEvents)[Kind][keyof (typeof operationEvents)[Kind]]
    }[keyof typeof operationEvents]
  | (typeof revocationEvents)[keyof typeof revocationEvents]

const known: ReadonlySet<string> = new Set([
  ...Object.keys(others),
  ...Object.values(operationEvents).flatMap(types => Object.values(types)),
  ...Object.values(revocationEvents),
])
const groups: ReadonlySet<string> = new Set([...known].map(type => `${type.slice(0, type.indexOf('.'))}.*`))

/** Whether an endpoint can ask for this: a type of event, or charge.* for all types of one group. */
export function isKnownPattern(pattern: string): boolean {
  return known.has(pattern) || groups.has(pattern)
}

export const groupNames: string = [...groups].join(', ')

/** Whether an endpoint gets events of this type. */
export function matchesType(patterns: readonly string[], type: string): boolean {
  if (patterns.length === 0) return true
  return patterns.includes(type) || patterns.includes(`${type.slice(0, type.indexOf('.'))}.*`)
}
