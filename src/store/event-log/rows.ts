import { newId } from '../../base/id.ts'
import type { JsonObject } from '../../base/text/json.ts'
import type { EventSource, Tenant } from '../../domain/enums.ts'
import type {
  AgreementNoteEvent,
  AgreementStepEvent,
  ChargeNoteEvent,
  ChargeStepEvent,
  LogEvent,
  NoteOf,
  ScheduleNoteEvent,
  ScheduleStepEvent,
  StepOf,
} from '../../domain/event-log/events.ts'
import type { NewRow } from '../sql/columns.ts'
import { type Sql, statement } from '../sql/database.ts'
import type { events } from '../tables.ts'

/** Who or what caused a change, and when. */
export interface Cause {
  readonly source: EventSource
  /** The key, operator or worker; null for a provider. */
  readonly actor: string | null
  readonly now: Date
}

/** The tenant and the objects of an event, by which subscriptions find it. */
export interface EventSubject {
  readonly tenant: Tenant
  readonly type: 'Consumer' | 'Agreement' | 'Charge' | 'Schedule'
  readonly id: string
  readonly consumerId: string
  readonly agreementId: string | null
}

export interface EventContent {
  readonly type: LogEvent['type']
  /** The payload; for a note, with its key. */
  readonly data: JsonObject | null
  readonly version: number
  /** False for a note, which does not change the version. */
  readonly change: boolean
  readonly previousStatus: string | null
  readonly status: string | null
  readonly subjectStatus: string | null
  readonly subjectTerminal: boolean | null
}

/** A subject after all of its changes. */
export interface EventSubjectState {
  readonly version: number
  readonly status: string
  readonly terminal: boolean
}

export function eventRow(subject: EventSubject, cause: Cause, content: EventContent): NewRow<typeof events> {
  return {
    id: newId('event', cause.now),
    merchantId: subject.tenant.merchantId,
    mode: subject.tenant.mode,
    subjectType: subject.type,
    subjectId: subject.id,
    consumerId: subject.consumerId,
    agreementId: subject.agreementId,
    source: cause.source,
    actor: cause.actor,
    occurredAt: cause.now,
    ...content,
  }
}

/** The first event of an aggregate. @param state Of an aggregate that has a status. */
export function createdEvent(
  subject: EventSubject,
  cause: Cause,
  created: LogEvent,
  state?: Omit<EventSubjectState, 'version'>,
): NewRow<typeof events> {
  const { status = null, terminal = null } = state ?? {}
  const statuses = { previousStatus: null, status, subjectStatus: status, subjectTerminal: terminal }
  return eventRow(subject, cause, { ...created, version: 1, change: true, ...statuses })
}

/** A note for people, which changes nothing. */
export type EventNote = NoteOf<AgreementNoteEvent | ChargeNoteEvent | ScheduleNoteEvent>

interface Changes {
  readonly steps: readonly StepOf<AgreementStepEvent | ChargeStepEvent | ScheduleStepEvent, string>[]
  readonly notes: readonly EventNote[]
}

/** Converts a state's steps and notes into events, in their order. */
export function eventRows(
  subject: EventSubject,
  cause: Cause,
  { steps, notes }: Changes,
  after: EventSubjectState,
): NewRow<typeof events>[] {
  const statuses = statusesAfter(steps, after.status)
  return [
    ...steps.map((step, index) =>
      eventRow(subject, cause, {
        type: step.type,
        version: step.version,
        change: true,
        previousStatus: step.moved?.from ?? null,
        status: step.moved?.to ?? null,
        subjectStatus: statuses[index] ?? after.status,
        subjectTerminal: index === steps.length - 1 ? after.terminal : null,
        data: step.data,
      }),
    ),
    ...notes.map(note => noteRow(subject, cause, note, after.version)),
  ]
}

/** A note is about a version, and does not change it. */
export function noteRow(subject: EventSubject, cause: Cause, note: EventNote, version: number): NewRow<typeof events> {
  const none = { previousStatus: null, status: null, subjectStatus: null, subjectTerminal: null }
  return eventRow(subject, cause, {
    type: note.type,
    version,
    change: false,
    ...none,
    data: { ...note.data, key: note.key },
  })
}

/** The status after each step, from the last one back. */
function statusesAfter(steps: Changes['steps'], last: string): (string | null)[] {
  const statuses: (string | null)[] = []
  let status: string | null = last
  for (const { moved } of steps.toReversed()) {
    statuses.unshift(status)
    if (moved) status = moved.from
  }
  return statuses
}

const known = statement<{ type: string; key: string }>(
  'event-known-notes',
  `SELECT type, data->>'key' AS key FROM events WHERE subject_id = $1 AND NOT change`,
)

/** Leaves out notes that the log already contains, so that a repeated contradiction changes nothing. */
export async function withoutKnownNotes<N extends { readonly type: string; readonly key: string }>(
  sql: Sql,
  subjectId: string,
  notes: readonly N[],
): Promise<readonly N[]> {
  if (notes.length === 0) return notes
  const before = new Set((await sql.rows(known, [subjectId])).map(({ type, key }) => `${type} ${key}`))
  return notes.filter(({ type, key }) => !before.has(`${type} ${key}`))
}
