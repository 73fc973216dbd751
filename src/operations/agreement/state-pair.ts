import type { AgreementBook } from '../../domain/agreement/transition.ts'
import type { ChargeBook } from '../../domain/charge/transition.ts'
import type { InstrumentReport } from '../../domain/provider/report.ts'

/** An agreement and, where it was made with one, its first charge: they change together. */
export interface AgreementBooks {
  readonly agreement: AgreementBook
  readonly initialCharge: ChargeBook | null
  /** The stored means of payment that the news speaks of. */
  readonly instrument?: InstrumentReport
}
