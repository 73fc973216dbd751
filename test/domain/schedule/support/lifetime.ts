import fc from 'fast-check'
import { exhaustedActions } from '../../../../src/domain/enums.ts'
import { firstOccurrences } from '../../../../src/domain/schedule/begin.ts'
import { changeSchedule } from '../../../../src/domain/schedule/change.ts'
import {
  beginOccurrence,
  failOccurrence,
  payOccurrence,
  skipOccurrence,
} from '../../../../src/domain/schedule/charging.ts'
import { cancelSchedule, pauseSchedule } from '../../../../src/domain/schedule/pause-and-cancel.ts'
import { resumeSchedule } from '../../../../src/domain/schedule/resume.ts'
import {
  isCharging,
  isTerminalSchedule,
  type OccurrenceFacts,
  openSchedule,
  type ScheduleState,
} from '../../../../src/domain/schedule/transition.ts'
import { monthly } from './monthly.ts'

const DAY_MS = 86_400_000
const START = new Date('2026-01-20T12:00:00Z')

/**
 * The steps that a schedule may take, in any order; a step that does not fit its state does nothing, as operations
 * refuse it.
 */
const met = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('passes' as const), days: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('due' as const), budget: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('paid' as const), of: fc.nat(2) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('failed' as const),
      of: fc.nat(2),
      days: fc.option(fc.integer({ min: 1, max: 9 })),
      action: fc.option(fc.constantFrom(...exhaustedActions)),
    }),
  },
  fc.record({ kind: fc.constant('paused' as const) }),
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('resumed' as const), days: fc.option(fc.integer({ min: 1, max: 9 })) }),
  },
  fc.record({ kind: fc.constant('skipped' as const), of: fc.nat(3) }),
  fc.record({ kind: fc.constant('retried' as const), of: fc.nat(5) }),
  fc.record({
    kind: fc.constant('changed' as const),
    amount: fc.bigInt(1n, 9n),
    maxOccurrences: fc.option(fc.integer({ min: 1, max: 9 })),
  }),
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('canceled' as const), rarely: fc.nat(9) }) },
)
type Met = typeof met extends fc.Arbitrary<infer T> ? T : never

export const anyLifetime = fc.record({
  maxOccurrences: fc.option(fc.integer({ min: 2, max: 6 })),
  onExhausted: fc.constantFrom(...exhaustedActions),
  met: fc.array(met, { maxLength: 60, size: 'max' }),
})
export type Lifetime = typeof anyLifetime extends fc.Arbitrary<infer T> ? T : never

export interface Moment {
  readonly before: ScheduleState
  readonly after: ScheduleState
  readonly met: Met
  readonly now: Date
}

/** Every occurrence of it, and every step that was ever taken. */
export function live({ maxOccurrences, onExhausted, met: all }: Lifetime): Moment[] {
  let now = START
  let lastId = 0
  const newId = () => `occ_${++lastId}`
  const recurrence = monthly({ anchorDate: '2026-01-31', maxOccurrences })
  const facts = { version: 1, status: 'ACTIVE', statusReason: null, amount: 5n, currency: 'USD' } as const
  const begun = firstOccurrences(openSchedule({ ...facts, recurrence, onExhausted }, []), {
    now,
    newId,
    mostPassed: 9,
  })
  if (typeof begun === 'string') throw new Error(begun)
  let state: ScheduleState = begun
  return all.map(met => {
    const before = state
    if (met.kind === 'passes') now = new Date(now.getTime() + met.days * DAY_MS)
    state = merged(before, change(asLoaded(before, met), met, { now, newId }))
    return { before, after: state, met, now }
  })
}

/** The rows that the store loads for a change: what is not final, the last one, and the one that is named. */
function asLoaded(state: ScheduleState, met: Met): ScheduleState {
  const named =
    met.kind === 'retried'
      ? pick(
          state.occurrences.filter(({ status }) => status === 'FAILED'),
          met.of,
        )
      : undefined
  return {
    ...state,
    steps: [],
    occurrences: state.occurrences.filter(
      (of, index) => isOpen(of) || of === named || index === state.occurrences.length - 1,
    ),
  }
}

/** The rows that the store holds after it. */
function merged(before: ScheduleState, { schedule, steps, occurrences }: ScheduleState): ScheduleState {
  const changed = new Map(occurrences.map(of => [of.id, of]))
  const known = new Set(before.occurrences.map(({ id }) => id))
  return {
    schedule,
    steps: [...before.steps, ...steps],
    occurrences: [
      ...before.occurrences.map(of => changed.get(of.id) ?? of),
      ...occurrences.filter(({ id }) => !known.has(id)),
    ],
  }
}

interface At {
  readonly now: Date
  readonly newId: () => string
}

function change(state: ScheduleState, met: Met, { now, newId }: At): ScheduleState {
  const { status } = state.schedule
  const inState = (...statuses: OccurrenceFacts['status'][]) =>
    state.occurrences.filter(of => statuses.includes(of.status))
  switch (met.kind) {
    case 'passes':
      return state
    case 'due': {
      const due = state.occurrences.find(({ nextAt }) => nextAt !== null && nextAt <= now)
      if (due === undefined) return state
      if (!isCharging(status)) return skipOccurrence(state, due.id, 'SCHEDULE_PAUSED', newId)
      if (met.budget) return beginOccurrence(state, { id: due.id, tryNumber: due.tries + 1 }, now, newId)
      const tried = { tries: due.tries + 1, lastTriedAt: now }
      return failOccurrence(
        state,
        due.id,
        { kind: 'retry', at: later(now, 1), reason: 'RETRY_BUDGET_USED' },
        newId,
        tried,
      )
    }
    case 'paid': {
      const open = pick(inState('PROCESSING'), met.of)
      return open ? payOccurrence(state, open.id) : state
    }
    case 'failed': {
      const open = pick(inState('PROCESSING'), met.of)
      if (open === undefined) return state
      if (met.days !== null)
        return failOccurrence(state, open.id, { kind: 'retry', at: later(now, met.days), reason: 'DECLINED' }, newId)
      const action = met.action === null ? {} : { action: met.action }
      return failOccurrence(state, open.id, { kind: 'exhausted', reason: 'DECLINED', ...action }, newId)
    }
    case 'paused':
      return isTerminalSchedule(status) || status === 'PAUSED' ? state : pauseSchedule(state, null)
    case 'resumed':
      if (status !== 'PAUSED') return state
      return resumeSchedule(state, {
        now,
        newId,
        replan: () =>
          met.days === null
            ? { kind: 'exhausted', reason: 'DECLINED' }
            : { kind: 'retry', at: later(now, met.days), reason: 'DECLINED' },
      })
    case 'skipped': {
      const open = pick(inState('UPCOMING', 'RETRYING'), met.of)
      return open ? skipOccurrence(state, open.id, 'SKIPPED_BY_MERCHANT', newId) : state
    }
    case 'retried': {
      const wanted = pick(inState('RETRYING', 'FAILED'), met.of)
      return wanted && status !== 'CANCELED'
        ? beginOccurrence(state, { id: wanted.id, tryNumber: wanted.tries + 1 }, now, newId)
        : state
    }
    case 'changed':
      return isTerminalSchedule(status)
        ? state
        : changeSchedule(state, { amount: met.amount, maxOccurrences: met.maxOccurrences }, { now, newId })
    case 'canceled':
      return isTerminalSchedule(status) || met.rarely > 0 ? state : cancelSchedule(state, null)
  }
}

export function isOpen({ status }: OccurrenceFacts): boolean {
  return status === 'UPCOMING' || status === 'PROCESSING' || status === 'RETRYING'
}

function pick<T>(from: readonly T[], index: number): T | undefined {
  return from[index % Math.max(from.length, 1)]
}

function later(instant: Date, days: number): Date {
  return new Date(instant.getTime() + days * DAY_MS)
}
