import { isUndecidedCharge } from '../charge/status.ts'
import type { ChargeStatus } from '../enums.ts'

/** How charges ended, by number. `succeeded` were authorized, whatever happened to the money afterwards. */
export interface ChargeResults {
  readonly charges: number
  readonly succeeded: number
  readonly failed: number
  /** Not known yet. */
  readonly open: number
}

interface Counted {
  readonly status: ChargeStatus
  readonly charges: number
}

/** True if it was authorized. @param status Not DISCARDED. */
export function hasSucceeded(status: ChargeStatus): boolean {
  return !isUndecidedCharge(status) && status !== 'FAILED'
}

/** Of charges none of which is DISCARDED. */
export function resultsOf(counted: readonly Counted[]): ChargeResults {
  const sum = (matches: (status: ChargeStatus) => boolean) =>
    counted.reduce((total, { status, charges }) => total + (matches(status) ? charges : 0), 0)
  return {
    charges: sum(() => true),
    succeeded: sum(hasSucceeded),
    failed: sum(status => status === 'FAILED'),
    open: sum(isUndecidedCharge),
  }
}

/** From 0 to 1; null if nothing is decided. */
export function successRateOf({ succeeded, failed }: ChargeResults): number | null {
  return succeeded + failed === 0 ? null : succeeded / (succeeded + failed)
}
