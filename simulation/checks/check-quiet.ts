import type { ClientBooks } from '../workload/books-of-clients.ts'
import type { FinalBooks } from './final-books.ts'

const undecided: ReadonlySet<string> = new Set(['PROCESSING', 'UNKNOWN', 'INITIALIZING'])

/** Once nothing goes wrong any more, everything finds its end. */
export function checkQuiet({
  attempts,
  charges,
  agreements,
  operations,
  revocations,
  notifications,
}: FinalBooks): string[] {
  return [
    ...attempts
      .filter(({ state }) => state !== 'SETTLED')
      .map(({ id, purpose, state, planned }) => `${purpose} ${id} is still ${state}${planned ? '' : ', and given up'}`),
    ...[...charges, ...agreements, ...revocations, ...operations]
      .filter(({ status }) => undecided.has(status))
      .map(({ id, status }) => `${id} is still ${status}`),
    ...notifications
      .filter(({ status, due }) => status === 'FAILED' || status === 'RECEIVED' || due)
      .map(({ id, status, type }) => `notification ${id} (${type}) is still ${status}`),
  ]
}

const attentionExpected: ReadonlySet<string> = new Set([
  'agreement.contradiction',
  'charge.agreement_ended',
  'charge.contradiction',
])

/** With a provider that never contradicts itself, nothing is left for a person but what came of agreements that we gave up. */
export function checkAttention({ agreements, charges, events }: FinalBooks): string[] {
  const wrong: string[] = []
  for (const { id, needs_attention } of [...agreements, ...charges]) {
    if (!needs_attention) continue
    const notes = events.filter(event => event.subject_id === id && !event.change)
    for (const { type, data } of notes)
      if (!attentionExpected.has(type)) wrong.push(`${id} needs a person: ${type} ${JSON.stringify(data)}`)
  }
  return wrong
}

/** What a client was told is so, or has become something later. */
export function checkAcknowledged(books: FinalBooks, clients: ClientBooks): string[] {
  const wrong = [...clients.violations]
  const tables = {
    agreements: books.agreements,
    charges: books.charges,
    revocations: books.revocations,
    charge_operations: books.operations,
  }
  for (const { table, id, version, status } of clients.acknowledged) {
    const row = (tables[table] as readonly { id: string; version?: number; status: string }[]).find(
      found => found.id === id,
    )
    if (row === undefined) wrong.push(`${id} was answered, and is not there`)
    else if (version !== undefined && (row.version ?? 0) < version)
      wrong.push(`${id} was answered with version ${version}, and has ${row.version}`)
    if (version !== undefined) wrong.push(...untold(books, id, version, status))
  }
  for (const [key, objectId] of clients.objectOfKey) {
    const bound = books.keys.find(row => row.key === key)
    if (bound?.object_id !== objectId)
      wrong.push(`${key} was answered with ${objectId}, and is bound to ${bound?.object_id}`)
  }
  return wrong
}

/** By the log, the object had the status that was answered with that version. */
function untold({ events }: FinalBooks, id: string, version: number, status: string): string[] {
  const until = events.findLast(
    event => event.subject_id === id && event.change && event.version <= version && event.status !== null,
  )
  return until?.status === status
    ? []
    : [`${id} was answered as ${status} with version ${version}, and was ${until?.status}`]
}

/** From a request to revoke on, nothing new is charged. */
export function checkRevocations({ events }: FinalBooks): string[] {
  const ended = new Set<string>()
  const wrong: string[] = []
  for (const { type, subject_id, agreement_id } of events) {
    if (type === 'agreement.revocation_requested') ended.add(subject_id)
    if (type === 'charge.created' && agreement_id !== null && ended.has(agreement_id))
      wrong.push(`${subject_id} was made after ${agreement_id} was to be revoked`)
  }
  return wrong
}
