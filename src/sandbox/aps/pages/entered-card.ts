import type { ResponseCode } from '../api/messages.ts'
import { ruleOf } from '../api/parameters.ts'
import { brandName, type Card, cardOf, expiryDateOf, isExpired, securityCodeLength } from '../payments/cards.ts'

/** A card as it was entered or sent. After the request only the fields of a `Card` are kept. */
export type CardForm = {
  readonly number: string
  readonly expiryDate: string
  readonly securityCode: string
  readonly holderName: string
}

/** What is wrong with a field: APS's code for it, and a sentence for the customer. */
export type CardProblem = { readonly field: keyof CardForm; readonly code: ResponseCode; readonly message: string }

type EnteredCard =
  | { readonly card: Card; readonly problems: readonly [] }
  | { readonly card: null; readonly problems: readonly CardProblem[] }

/** The card, or every problem of it, the one that APS answers with first. */
export function enteredCard(form: CardForm, nowMs: number): EnteredCard {
  const expiryDate = expiryDateOf(form.expiryDate)
  const holderName = form.holderName.trim()
  const card = cardOf({
    number: digitsOf(form.number),
    expiryDate: expiryDate ?? '',
    holderName: holderName === '' ? null : holderName,
  })
  const problems = [
    ...(expiryDate === null
      ? [problem('expiryDate', '17100', 'Enter the month and the year, for example 12/30.')]
      : []),
    ...(card === null ? [problem('number', '17016', numberMessage(form.number))] : []),
    ...(expiryDate !== null && isExpired({ expiryDate }, nowMs)
      ? [problem('expiryDate', '17012', 'This card has expired. Check the month and the year.')]
      : []),
    ...securityCodeProblems(form.securityCode.trim(), card),
    ...holderNameProblems(holderName),
  ]
  return card === null || problems.length > 0 ? { card: null, problems } : { card, problems: [] }
}

/** A card number without the spaces and hyphens that people write in it. */
export function digitsOf(number: string): string {
  return number.replace(/[\s-]/g, '')
}

function problem(field: keyof CardForm, code: ResponseCode, message: string): CardProblem {
  return { field, code, message }
}

/** The number is not repeated: no page contains a card number that was entered. */
function numberMessage(number: string): string {
  if (digitsOf(number) === '') return 'Enter the card number.'
  return 'This is not the number of a card. Check each digit; none may be missing.'
}

function securityCodeProblems(code: string, card: Card | null): CardProblem[] {
  const lengths = card === null ? [3, 4] : [securityCodeLength(card.brand)]
  if (/^\d+$/.test(code) && lengths.includes(code.length)) return []
  const message =
    card === null
      ? 'Enter the 3 digits of the security code; American Express has 4.'
      : `Enter the ${lengths[0]} digits of the security code of ${brandName(card.brand)}.`
  return [problem('securityCode', '17002', message)]
}

function holderNameProblems(name: string): CardProblem[] {
  const { maxLength, pattern } = ruleOf('card_holder_name')
  if (name === '' || (name.length <= maxLength && pattern.test(name))) return []
  return [problem('holderName', '17002', `Use letters, spaces, ' - and . only, at most ${maxLength} of them.`)]
}
