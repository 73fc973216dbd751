import type { InstrumentReport } from '../../../domain/provider/report.ts'
import { textOf, type Wire } from '../../shared/wire.ts'

/**
 * The card in a message from APS. `payment_option` is its brand. A message before any payment has none, so the brand is
 * guessed from the first digits: a mada card with a Visa number counts as Visa until APS reports otherwise.
 * @param sentToken The token that was sent, for a message that does not repeat it.
 */
export function instrumentOf(message: Wire, sentToken?: string): InstrumentReport | undefined {
  const token = textOf(message, 'token_name') ?? sentToken
  if (token === undefined) return undefined
  const number = textOf(message, 'card_number') ?? ''
  const brand = brandOf(message) ?? guessBrand(textOf(message, 'card_bin') ?? number)
  const last4 = /(?:^|\D)(\d{4})$/.exec(number)?.[1]
  return {
    type: 'CARD',
    token,
    ...(brand !== undefined && { brand }),
    ...(last4 !== undefined && { last4 }),
    ...expiryOf(textOf(message, 'expiry_date')),
  }
}

function brandOf(message: Wire): string | undefined {
  const option = textOf(message, 'payment_option')?.toUpperCase()
  return option !== undefined && /^[A-Z0-9_]{2,20}$/.test(option) ? option : undefined
}

/** By the published number ranges of the card networks. */
function guessBrand(digits: string): string | undefined {
  if (digits.startsWith('4')) return 'VISA'
  if (/^3[47]/.test(digits)) return 'AMEX'
  const first4 = Number(/^\d{4}/.exec(digits)?.[0] ?? 0)
  return (first4 >= 5100 && first4 <= 5599) || (first4 >= 2221 && first4 <= 2720) ? 'MASTERCARD' : undefined
}

/** YYMM of this century. */
function expiryOf(text: string | undefined): Pick<InstrumentReport, 'expiryMonth' | 'expiryYear'> {
  const [, year, month] = /^(\d\d)(0[1-9]|1[0-2])$/.exec(text ?? '') ?? []
  return year === undefined || month === undefined
    ? {}
    : { expiryMonth: Number(month), expiryYear: 2000 + Number(year) }
}
