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

/** The first event of an aggregate. */
export function createdEvent(
  subject: EventSubject,
  cause: Cause,
  status: string | null,
  created: LogEvent,
): NewRow<typeof events> {
  return eventRow(subject, cause, { ...created, version: 1, change: true, previousStatus: null, status })
}

/** A note for people, which changes nothing. */
export type EventNote = NoteOf<AgreementNoteEvent | ChargeNoteEvent | ScheduleNoteEvent>

interface Changes {
  readonly steps: readonly StepOf<AgreementStepEvent | ChargeStepEvent | ScheduleStepEvent, string>[]
  readonly notes: readonly EventNote[]
}

/**
 * Converts a state's steps and notes into events, in their order. `version` is the subject's version after all of them.
 */
export function eventRows(
  subject: EventSubject,
  cause: Cause,
  changes: Changes,
  version: number,
): NewRow<typeof events>[] {
  const steps = changes.steps.map(step =>
    eventRow(subject, cause, {
      type: step.type,
      version: step.version,
      change: true,
      previousStatus: step.moved?.from ?? null,
      status: step.moved?.to ?? null,
      data: step.data,
    }),
  )
  const notes = changes.notes.map(note =>
    eventRow(subject, cause, {
      type: note.type,
      version,
      change: false,
      previousStatus: null,
      status: null,
      data: { ...note.data, key: note.key },
    }),
  )
  return [...steps, ...notes]
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
