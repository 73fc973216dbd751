import { isTerminalAgreement } from '../agreement/status.ts'
import { isTerminalCharge } from '../charge/status.ts'
import type { AgreementStatus, CaptureMode, ChargeStatus, OperationStatus } from '../enums.ts'

const SOONEST_MS = 30_000
const LATEST_MS = 6 * 3_600_000
const DAY_MS = 24 * 3_600_000

/**
 * How an object depends on its provider.
 * - waiting: an update must come. Its status is queried soon, then less and less often.
 * - resting: an update can come soon (an authorization expires). Its status is queried once a day.
 * - longLived: its status can stay unchanged for years and then end. It is queried after a day, then less and less
 *   often.
 * - settled: it is final. It is compared with the provider's records once, a day later.
 * - elsewhere: recovery queries it, or it cannot be queried.
 */
type Waiting = 'waiting' | 'resting' | 'longLived' | 'settled' | 'elsewhere'

export function waitingOfCharge(
  { status, captureMode }: { readonly status: ChargeStatus; readonly captureMode: CaptureMode },
  operations: readonly { readonly status: OperationStatus }[],
): Waiting {
  if (operations.some(({ status: of }) => of === 'PROCESSING' || of === 'UNKNOWN')) return 'elsewhere'
  if (isTerminalCharge(status, operations)) return 'settled'
  const pending = operations.some(({ status: of }) => of === 'PENDING')
  // An automatic capture is still expected.
  return pending || captureMode === 'AUTOMATIC' ? 'waiting' : 'resting'
}

/** Only for providers that can be queried for an agreement. */
export function waitingOfAgreement(status: AgreementStatus): Waiting {
  if (status === 'INITIALIZING' || isTerminalAgreement(status)) return 'elsewhere'
  return status === 'ACTIVE' ? 'longLived' : 'waiting'
}

/**
 * When the status of an object is next queried; null for never.
 *
 * @param changedAt When the object last changed: the longer ago, the longer the wait.
 */
export function nextReconciliation(waiting: Waiting, changedAt: Date, now: Date): Date | null {
  const after = (waitMs: number) => new Date(now.getTime() + waitMs)
  const ageMs = now.getTime() - changedAt.getTime()
  switch (waiting) {
    case 'waiting':
      return after(Math.min(Math.max(ageMs / 2, SOONEST_MS), LATEST_MS))
    case 'resting':
      return after(DAY_MS)
    case 'longLived':
      return after(Math.min(Math.max(ageMs / 2, DAY_MS), 7 * DAY_MS))
    case 'settled':
      return ageMs < DAY_MS ? new Date(changedAt.getTime() + DAY_MS) : null
    case 'elsewhere':
      return null
  }
}
