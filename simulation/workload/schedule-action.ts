import type { IntervalUnit } from '../../src/domain/enums.ts'

/** Merchants' actions on schedules. The object is chosen among those that are known by then. */
export type ScheduleAction =
  | {
      readonly kind: 'schedule'
      readonly of: number
      readonly amount: number
      readonly interval: IntervalUnit
      readonly intervalCount: number
      /** The anchor's date, in days from now; `monthEnd`: the last day of that month. */
      readonly anchorDays: number
      readonly monthEnd: boolean
      readonly timeOfDay: string
      readonly timeZone: string
      readonly maxOccurrences: number | null
      readonly endDays: number | null
      readonly policy: PlannedPolicy
    }
  | {
      readonly kind: 'scheduleChange'
      readonly of: number
      readonly change:
        | { readonly amount: number }
        | { readonly policy: PlannedPolicy }
        | { readonly maxOccurrences: number | null }
        | { readonly endDays: number | null }
        /** The next agreement of the same provider. */
        | { readonly agreement: number }
    }
  | { readonly kind: 'schedulePause' | 'scheduleResume' | 'scheduleCancel'; readonly of: number }
  /** Reads its charges, which can then be refunded, voided and retried like any other charge. */
  | { readonly kind: 'scheduleLook'; readonly of: number }
  | { readonly kind: 'occurrenceSkip' | 'occurrenceRetry'; readonly of: number; readonly occurrence: number }
  /** No process runs for this time. */
  | { readonly kind: 'outage'; readonly hours: number }
  | { readonly kind: 'providerAway'; readonly provider: 'PPRO' | 'APS'; readonly minutes: number }

export interface PlannedPolicy {
  readonly retryAfterDays: readonly number[]
  readonly onExhausted: 'PAUSE' | 'CANCEL' | 'CONTINUE'
}
