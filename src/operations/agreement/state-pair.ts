import type { AgreementState } from '../../domain/agreement/transition.ts'
import type { ChargeState } from '../../domain/charge/transition.ts'
import type { InstrumentReport } from '../../domain/provider/report.ts'

/** An agreement and, where it was made with one, its first charge: they change together. */
export interface AgreementStates {
  readonly agreement: AgreementState
  readonly initialCharge: ChargeState | null
  /** The stored means of payment that the update speaks of. */
  readonly instrument?: InstrumentReport
}
