import type { EventInRecords, FinalRecords } from './final-records.ts'

/** The order of stages: no status is followed by one of an earlier stage. */
const stages: Readonly<Record<string, number>> = {
  INITIALIZING: 0,
  PROCESSING: 1,
  UNKNOWN: 2,
  AUTHENTICATION_PENDING: 3,
  AUTHORIZATION_PENDING: 3,
  AUTHORIZATION_PROCESSING: 4,
  ACTIVE: 5,
  AUTHORIZED: 5,
  PARTIALLY_CAPTURED: 6,
  CAPTURED: 7,
  PARTIALLY_REFUNDED: 8,
  REFUNDED: 9,
}
const terminal: ReadonlySet<string> = new Set([
  'FAILED',
  'DISCARDED',
  'VOIDED',
  'REVOKED_BY_CONSUMER',
  'REVOKED_BY_MERCHANT',
  'REVOKED_BY_PROVIDER',
  'EXPIRED',
  'COMPLETED',
  'CANCELED',
])

/** Checks that the log has each object's versions in order, once each, and that no status goes back. */
export function checkLog({ events, agreements, charges, schedules }: FinalRecords): string[] {
  const wrong: string[] = []
  const bySubject = Map.groupBy(
    events.filter(({ change }) => change),
    ({ subject_id }) => subject_id,
  )
  for (const [id, changes] of bySubject) {
    const versions = changes.map(({ version }) => version)
    if (versions.some((version, index) => version !== index + 1))
      wrong.push(`${id} has versions ${versions.join()} in the log`)
    wrong.push(...backwards(id, changes))
  }
  for (const { id, version, status } of [...agreements, ...charges, ...schedules]) {
    const changes = bySubject.get(id) ?? []
    if (changes.length !== version) wrong.push(`${id} has version ${version}, but ${changes.length} changes in the log`)
    const last = changes.findLast(event => event.status !== null)?.status
    if (last !== status) wrong.push(`${id} is ${status}, but ${last} according to the log`)
  }
  return wrong
}

function backwards(id: string, changes: readonly EventInRecords[]): string[] {
  const wrong: string[] = []
  let present: string | null = null
  for (const { previous_status, status, type } of changes) {
    if (status === null) continue
    if (present !== previous_status)
      wrong.push(`${id}: ${type} says that it was ${previous_status}, but it was ${present}`)
    if (present !== null && !mayFollow(present, status, type))
      wrong.push(`${id} went from ${present} back to ${status}`)
    present = status
  }
  return wrong
}

function mayFollow(from: string, to: string, type: string): boolean {
  if (terminal.has(from)) return false
  if (terminal.has(to)) return true
  if (type.startsWith('schedule.')) return true
  // The consumer has entered a card: the only step back.
  if (type === 'charge.authorization_requested') return from === 'AUTHENTICATION_PENDING' && to === 'PROCESSING'
  return (stages[to] ?? 0) >= (stages[from] ?? 0)
}
