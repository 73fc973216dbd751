import { currencyExponent } from '../../../base/currency.ts'
import type { Money } from '../../../base/money.ts'
import { amountUnsupported } from '../../../domain/input/user-error.ts'

/** Ten digits. */
const LARGEST = 9_999_999_999n

/** APS requires a last digit of zero but documents no rounding. Half up matches the only known example. */
const STEP = 10n

/**
 * Undefined if APS accepts an amount. Visa declines amounts in three-decimal currencies whose last digit is not zero:
 * such an amount is refused here with the nearest valid one, and never changed silently.
 */
export function checkPayableAmount({ value, currency }: Money, brand: string | null | undefined) {
  if (value > LARGEST)
    return unsupported({ value: LARGEST, currency }, 'APS supports amounts of at most ten digits.', brand)
  if (!isCoarse(currency, brand) || value % STEP === 0n) return undefined
  const suggestion = { value: nearest(value), currency }
  return unsupported(suggestion, `Visa supports only amounts in ${currency} whose last digit is zero.`, brand)
}

function unsupported({ value, currency }: Money, message: string, brand: string | null | undefined) {
  const payable = isCoarse(currency, brand) ? value - (value % STEP) : value
  return amountUnsupported(message, { value: payable, currency })
}

function isCoarse(currency: string, brand: string | null | undefined): boolean {
  return brand === 'VISA' && currencyExponent(currency) === 3
}

/** Rounded half up, at least one step and at most ten digits. */
function nearest(value: bigint): bigint {
  const rounded = ((value + STEP / 2n) / STEP) * STEP
  if (rounded === 0n) return STEP
  return rounded > LARGEST ? LARGEST - (LARGEST % STEP) : rounded
}
