import { type Amount, amountOf, formatMoney, parseMinorUnits } from '../format/money.ts'

/** An amount of at most `available`; the whole of it unless somebody changes it. */
export function AmountField({ available, kept }: { readonly available: Amount; readonly kept: string | undefined }) {
  const value = kept === undefined ? available.decimal : amountOf(BigInt(kept), available).decimal
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
  const value = parseMinorUnits(String(form.get('amount')), available)
  if (value === undefined || value <= 0n) return `Enter an amount such as ${available.decimal}.`
  if (value > BigInt(available.value)) return `At most ${formatMoney(available)} is available.`
  return { value: value.toString() }
}
