import type { Failure } from '../../src/domain/decline/failure.ts'
import { declinedFailure, expiredFailure } from '../provider/failures.ts'
import type { Action, Plan } from '../workload/plan.ts'
import type { ScheduleAction } from '../workload/schedule-action.ts'

export interface Story {
  readonly name: string
  readonly plan: Plan
  /** The outcomes of the first charges, not counting an agreement's initial charge; all others are paid. */
  readonly declines?: readonly Failure[]
}

const agreed = { kind: 'agree', initial: true, manual: true, decision: 'approve', amount: 2_000 } as const
const planOf = (actions: readonly Action[]): Plan => ({ lanes: [actions.map(action => ({ afterMs: 2_000, action }))] })

/** Two days, starting tomorrow. */
const daily: Extract<ScheduleAction, { kind: 'schedule' }> = {
  ...{ kind: 'schedule', of: 0, amount: 1_000, interval: 'DAY', intervalCount: 1, anchorDays: 1, monthEnd: false },
  ...{ timeOfDay: '09:00', timeZone: 'UTC', maxOccurrences: 2, endDays: null },
  policy: { retryAfterDays: [1], onExhausted: 'PAUSE' },
}
const DAY_MS = 86_400_000
/** The first occurrence is declined, and then paid on the due date of the second. */
const scheduled = (first: Action): Plan => ({
  lanes: [
    [
      ...planOf([first, daily]).lanes.flat(),
      { afterMs: 3 * DAY_MS, action: { kind: 'scheduleLook', of: 0 } },
      { afterMs: 2_000, action: { kind: 'refund', of: 1, share: 50 } },
    ],
  ],
})
const byHand = planOf([
  { ...agreed, initial: false, provider: 'PPRO' },
  { ...agreed, initial: false, provider: 'PPRO' },
  daily,
])

/** Every action of a merchant once: all verbs of both kinds of provider. */
export const stories: readonly Story[] = [
  {
    name: 'PPRO',
    plan: planOf([
      { ...agreed, provider: 'PPRO' },
      { kind: 'capture', of: 0, share: 50 },
      { kind: 'void', of: 0, share: 30 },
      { kind: 'charge', of: 0, amount: 1_000, manual: false },
      { kind: 'refund', of: 1, share: 50 },
      { kind: 'revoke', of: 0 },
      { kind: 'charge', of: 0, amount: 1_000, manual: false },
    ]),
  },
  {
    name: 'PPRO without a first charge',
    plan: planOf([
      { ...agreed, initial: false, provider: 'PPRO' },
      { kind: 'charge', of: 0, amount: 1_000, manual: true },
      { kind: 'capture', of: 0, share: 100 },
      { kind: 'refund', of: 0, share: 100 },
    ]),
  },
  {
    name: 'APS',
    plan: planOf([
      { ...agreed, provider: 'APS' },
      { kind: 'capture', of: 0, share: 30 },
      { kind: 'capture', of: 0, share: 30 },
      { kind: 'charge', of: 0, amount: 1_000, manual: false },
      { kind: 'refund', of: 1, share: 50 },
      { kind: 'revoke', of: 0 },
    ]),
  },
  {
    name: 'a schedule with PPRO',
    plan: scheduled({ ...agreed, initial: false, provider: 'PPRO' }),
    declines: [declinedFailure],
  },
  {
    name: 'a schedule with APS',
    plan: scheduled({ ...agreed, manual: false, provider: 'APS' }),
    declines: [declinedFailure],
  },
  {
    name: 'a schedule with manual steps',
    // Declined permanently, so the schedule is paused; then moved to another agreement.
    plan: {
      lanes: [
        [
          ...byHand.lanes.flat(),
          { afterMs: DAY_MS, action: { kind: 'scheduleChange', of: 0, change: { agreement: 1 } } },
          { afterMs: 0, action: { kind: 'occurrenceRetry', of: 0, occurrence: 0 } },
          { afterMs: 0, action: { kind: 'scheduleResume', of: 0 } },
          { afterMs: 0, action: { kind: 'scheduleChange', of: 0, change: { maxOccurrences: 4 } } },
          { afterMs: 0, action: { kind: 'occurrenceSkip', of: 0, occurrence: 0 } },
          { afterMs: 2.1 * DAY_MS, action: { kind: 'schedulePause', of: 0 } },
          { afterMs: 0, action: { kind: 'revoke', of: 1 } },
          { afterMs: 0, action: { kind: 'scheduleCancel', of: 0 } },
        ],
      ],
    },
    declines: [expiredFailure],
  },
]
