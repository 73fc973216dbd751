import { type Amount, compareMoney, decimalOf, formatMoney, parseMoney } from '../../../client/money/index.ts'

/** An amount of at most `available`; the whole of it unless somebody changes it. */
export function AmountField({ available, kept }: { readonly available: Amount; readonly kept: string | undefined }) {
  const value = decimalOf(kept === undefined ? available : { ...available, value: kept })
  return (
    <div className="field">
      <label htmlFor="amount">Amount in {available.currency}</label>
      <input
        id="amount"
        name="amount"
        className="input number"
        inputMode="decimal"
        defaultValue={value}
        readOnly={kept !== undefined}
        autoComplete="off"
        aria-describedby="amount-note"
      />
      <span className="field-note" id="amount-note">
        At most {formatMoney(available)}.
      </span>
    </div>
  )
}

/** The field's amount in minor units, or what is wrong with it. */
export function readAmount(form: FormData, available: Amount): { readonly value: string } | string {
  try {
    // Many people write a comma before the decimals.
    const amount = parseMoney(String(form.get('amount')).replace(',', '.'), available.currency)
    if (compareMoney(amount, available) > 0) return `At most ${formatMoney(available)} is available.`
    return amount.value === '0' ? 'Enter more than zero.' : { value: amount.value }
  } catch (error) {
    return error instanceof RangeError ? error.message : String(error)
  }
}
