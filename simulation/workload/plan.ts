import fc from 'fast-check'
import type { ScheduleAction } from './schedule-action.ts'

/** One action of a client. Its object is chosen among those that are known by then. */
export type Action = PlainAction | ScheduleAction

export type PlainAction =
  | {
      readonly kind: 'agree'
      readonly provider: 'PPRO' | 'APS'
      readonly initial: boolean
      readonly manual: boolean
      readonly decision: 'approve' | 'decline' | 'never'
      readonly amount: number
      /** Further terms of the agreement. Absent: any charges, without an end. */
      readonly terms?: { readonly chargeCount: number } | { readonly endsAfterDays: number } | { readonly most: number }
    }
  | { readonly kind: 'charge'; readonly of: number; readonly amount: number; readonly manual: boolean }
  /** `share` is a percentage of the charge's amount. */
  | { readonly kind: 'capture' | 'refund' | 'void'; readonly of: number; readonly share: number }
  /** Two equal refunds at the same time. */
  | { readonly kind: 'refundTwice'; readonly of: number; readonly share: number }
  | { readonly kind: 'sync' | 'retry'; readonly of: number }
  | { readonly kind: 'revoke' | 'consumerRevokes' | 'providerRevokes'; readonly of: number }

export interface Timed {
  /** Milliseconds after the previous action. */
  readonly afterMs: number
  /** First waits until shortly before a due time of a schedule. */
  readonly untilDue?: boolean
  readonly action: Action
}

/** The actions of one seed's clients. Each lane is one client, who waits for each response before the next request. */
export interface Plan {
  readonly lanes: readonly (readonly Timed[])[]
}

export const of = fc.nat(50)
const share = fc.constantFrom(100, 100, 50, 30, 60)
export const amount = fc.integer({ min: 50, max: 5_000 })
export const agree: fc.Arbitrary<Extract<PlainAction, { kind: 'agree' }>> = fc.record({
  kind: fc.constant('agree'),
  provider: fc.constantFrom('PPRO', 'PPRO', 'APS'),
  initial: fc.boolean(),
  manual: fc.boolean(),
  decision: fc.constantFrom(...Array<'approve'>(10).fill('approve'), 'decline', 'never'),
  amount,
})
const charge: fc.Arbitrary<PlainAction> = fc.record({ kind: fc.constant('charge'), of, amount, manual: fc.boolean() })
const move: fc.Arbitrary<PlainAction> = fc.record({
  kind: fc.constantFrom('capture', 'capture', 'refund', 'refund', 'void', 'refundTwice'),
  of,
  share,
})
const look: fc.Arbitrary<PlainAction> = fc.record({ kind: fc.constantFrom('sync', 'retry'), of })
const end: fc.Arbitrary<PlainAction> = fc.record({
  kind: fc.constantFrom('revoke', 'revoke', 'consumerRevokes', 'providerRevokes'),
  of,
})

export const plainAction = fc.oneof(
  { weight: 1, arbitrary: agree },
  { weight: 8, arbitrary: charge },
  { weight: 12, arbitrary: move },
  { weight: 2, arbitrary: look },
  { weight: 1, arbitrary: end },
)
const afterMs = fc.oneof(fc.constant(0), fc.nat(3_000), fc.nat(3_000), fc.nat(100_000_000))
const timed: fc.Arbitrary<Timed> = fc.record({ afterMs, action: plainAction })
/** Every client begins with an agreement, because otherwise there would be nothing to charge. */
const lane = fc
  .tuple(agree, fc.array(timed, { minLength: 1, maxLength: 10 }))
  .map(([first, rest]): readonly Timed[] => [{ afterMs: 0, action: first }, ...rest])

/** The actions of merchants without schedules. */
export const plainPlans: fc.Arbitrary<Plan> = fc.record({ lanes: fc.array(lane, { minLength: 1, maxLength: 3 }) })
