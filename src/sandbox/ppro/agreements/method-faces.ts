import { type Mark, mark } from '../../web/marks.ts'

const FACES: Readonly<Record<string, readonly [name: string, mark: Mark, color: string]>> = {
  AMAZON_PAY: ['Amazon Pay', 'wallet', '#8a4b08'],
  MOCK: ['Mock payment', 'flask', '#4a5263'],
  CARD: ['Card', 'card', '#3248c4'],
  TWINT: ['TWINT', 'phone', '#262b36'],
  BLIK: ['BLIK', 'phone', '#6b2f6b'],
  IDEAL: ['iDEAL', 'bank', '#a0246b'],
  BANCONTACT: ['Bancontact', 'card', '#0b5a8a'],
  SEPA_DIRECT_DEBIT: ['SEPA Direct Debit', 'bank', '#1f4f9f'],
  SEPA_DIRECT_DEBIT_PRO: ['SEPA Direct Debit Pro', 'bank', '#1f4f9f'],
  SEPA_DIRECT_DEBIT_MANAGED_MANDATE: ['SEPA Direct Debit with a managed mandate', 'bank', '#1f4f9f'],
  UPI: ['UPI', 'phone', '#1c6b45'],
  UPI_AUTOPAY: ['UPI AutoPay', 'phone', '#1c6b45'],
  NUPAY: ['NuPay', 'wallet', '#6a1fa0'],
}

type Face = { readonly name: string; readonly mark: string }

/** How people call a payment method, and a picture for it. A method that is not listed is called by its code. */
export function faceOf(code: string): Face {
  const [name, picture, color] = FACES[code] ?? [code, 'wallet', '#4a5263']
  return { name, mark: mark(picture, color) }
}
