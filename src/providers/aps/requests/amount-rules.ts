import { currencyExponent } from '../../../base/currency.ts'
import type { Money } from '../../../base/money.ts'
import { amountUnsupported } from '../../../domain/input/user-error.ts'

/** Ten digits. */
const LARGEST = 9_999_999_999n

/** APS says that the last digit has to be zero, not how to get there: half up fits the one example that is known. */
const STEP = 10n

/**
 * Whether APS takes an amount; undefined where it does. Visa declines amounts in currencies of three decimals whose last
 * digit is not zero: such an amount is refused here with the nearest that would do, never changed in silence.
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

/** Half up, at least one step, and not beyond ten digits. */
function nearest(value: bigint): bigint {
  const rounded = ((value + STEP / 2n) / STEP) * STEP
  if (rounded === 0n) return STEP
  return rounded > LARGEST ? LARGEST - (LARGEST % STEP) : rounded
}
