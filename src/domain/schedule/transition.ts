import type { ExhaustedAction, OccurrenceStatus, ScheduleStatus } from '../enums.ts'
import type { OccurrenceEvent, ScheduleChangeEvent, ScheduleStepEvent, StepOf } from '../event-log/events.ts'
import type { OccurrenceDate, Recurrence } from './recurrence.ts'

/** The part of a schedule that the rules use. */
export interface ScheduleFacts {
  readonly version: number
  readonly status: ScheduleStatus
  readonly statusReason: string | null
  readonly amount: bigint
  readonly currency: string
  readonly recurrence: Recurrence
  readonly onExhausted: ExhaustedAction
}

/** One occurrence of the schedule. */
export interface OccurrenceFacts {
  readonly id: string
  readonly index: number
  readonly status: OccurrenceStatus
  readonly statusReason: string | null
  readonly amount: bigint
  readonly dueDate: string
  readonly dueAt: Date
  /** When it is charged or retried; null if neither is planned. */
  readonly nextAt: Date | null
  /** Its charges, and tries that a card network's retry limit did not allow. */
  readonly tries: number
  readonly lastTriedAt: Date | null
}

export type ScheduleStep = StepOf<ScheduleStepEvent, ScheduleStatus>

export interface ScheduleState {
  readonly schedule: ScheduleFacts
  /** The occurrences that are not final, and those that the present change touches; oldest first. */
  readonly occurrences: readonly OccurrenceFacts[]
  readonly steps: readonly ScheduleStep[]
}

export function openSchedule(schedule: ScheduleFacts, occurrences: readonly OccurrenceFacts[]): ScheduleState {
  return { schedule, occurrences, steps: [] }
}

/** True if the schedule makes no more charges. */
export function isTerminalSchedule(status: ScheduleStatus): boolean {
  return status === 'COMPLETED' || status === 'CANCELED'
}

/** True if occurrences are charged when they are due. */
export function isCharging(status: ScheduleStatus): boolean {
  return status === 'ACTIVE' || status === 'PAST_DUE'
}

/** When the next charge is planned; `now` if one is overdue or none is planned. */
export function nextChargeAt({ occurrences }: Pick<ScheduleState, 'occurrences'>, now: Date): Date {
  const planned = occurrences.flatMap(({ nextAt }) => (nextAt === null ? [] : [nextAt.getTime()]))
  return planned.length === 0 ? now : new Date(Math.max(now.getTime(), Math.min(...planned)))
}

export function occurrenceIn(state: ScheduleState, id: string): OccurrenceFacts {
  const found = state.occurrences.find(occurrence => occurrence.id === id)
  if (found === undefined) throw new Error(`the schedule has no occurrence ${id}`)
  return found
}

/** A new state of an occurrence: one version and one event. It also decides what follows for the schedule. */
export interface OccurrenceUpdate {
  readonly type: OccurrenceEvent['type']
  readonly change: Partial<Omit<OccurrenceFacts, 'id' | 'index' | 'dueDate' | 'dueAt'>>
  readonly data?: Pick<OccurrenceEvent['data'], 'attempt'>
  /** True if the same change also sets the schedule's own status. */
  readonly decidesSchedule?: boolean
}

/** Changes an occurrence. The schedule's PAST_DUE status follows from its occurrences. */
export function moveOccurrence(
  state: ScheduleState,
  id: string,
  { type, change, data = {}, decidesSchedule = false }: OccurrenceUpdate,
): ScheduleState {
  const next: OccurrenceFacts = { ...occurrenceIn(state, id), ...change }
  const occurrences = state.occurrences.map(occurrence => (occurrence.id === id ? next : occurrence))
  const { status } = state.schedule
  const moved = decidesSchedule || !isCharging(status) ? {} : { status: chargingStatus(occurrences) }
  return step({ ...state, occurrences }, { type, data: { ...dataOf(next), ...data } }, moved)
}

/** Changes the schedule itself. */
export function moveSchedule(
  state: ScheduleState,
  type: ScheduleChangeEvent['type'],
  change: Partial<Omit<ScheduleFacts, 'version'>>,
): ScheduleState {
  return step(state, { type, data: {} }, change)
}

/** Adds the next occurrence. Has no event of its own, because it belongs to another change. */
export function addUpcoming(state: ScheduleState, id: string, occurrence: OccurrenceDate): ScheduleState {
  return { ...state, occurrences: [...state.occurrences, upcomingOccurrence(state.schedule, id, occurrence)] }
}

/** A future occurrence. */
export function upcomingOccurrence(
  { amount }: Pick<ScheduleFacts, 'amount'>,
  id: string,
  { index, date, at }: OccurrenceDate,
): OccurrenceFacts {
  return {
    ...{ id, index, amount, status: 'UPCOMING', statusReason: null },
    ...{ dueDate: date, dueAt: at, nextAt: at, tries: 0, lastTriedAt: null },
  }
}

/** PAST_DUE while a failed payment is being retried, otherwise ACTIVE. */
export function chargingStatus(occurrences: readonly OccurrenceFacts[]): 'ACTIVE' | 'PAST_DUE' {
  return occurrences.some(({ status, tries }) => status === 'RETRYING' || (status === 'PROCESSING' && tries > 1))
    ? 'PAST_DUE'
    : 'ACTIVE'
}

function dataOf({ id, index, status, statusReason, nextAt }: OccurrenceFacts): OccurrenceEvent['data'] {
  return {
    occurrenceId: id,
    index,
    occurrenceStatus: status,
    ...(statusReason === null ? {} : { reason: statusReason }),
    ...(status === 'RETRYING' && nextAt !== null ? { nextRetryAt: nextAt.toISOString() } : {}),
  }
}

function step(
  state: ScheduleState,
  event: OccurrenceEvent | ScheduleChangeEvent,
  change: Partial<Omit<ScheduleFacts, 'version'>>,
): ScheduleState {
  const before = state.schedule
  const schedule: ScheduleFacts = { ...before, ...change, version: before.version + 1 }
  const moved = schedule.status === before.status ? null : { from: before.status, to: schedule.status }
  return { ...state, schedule, steps: [...state.steps, { ...event, version: schedule.version, moved }] }
}
