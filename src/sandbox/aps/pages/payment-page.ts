import type { IncomingMessage, ServerResponse } from 'node:http'
import { readForm } from '../../web/decision.ts'
import { type Answer, escapeHtml, htmlAnswer, sendAnswer } from '../../web/http.ts'
import { page } from '../../web/page.ts'
import type { ApsAccount } from '../account.ts'
import { PAGE_COMMANDS } from '../api/commands.ts'
import { echoOf } from '../api/fields.ts'
import { Refusal, responseOf } from '../api/messages.ts'
import { assertSigned, type Valid, type Values, validated } from '../api/validation.ts'
import type { Engine } from '../engine.ts'
import { assertReturnUrl } from '../payments/checks.ts'
import type { Surroundings } from '../unit.ts'
import { hiddenInputs, returnAnswer } from './browser-return.ts'
import { notice } from './notice.ts'
import { type CardForm, failure, tokenize } from './tokenization.ts'

export const PAYMENT_PAGE_PATH = '/FortAPI/paymentPage'

type PaymentPageParts = {
  readonly account: ApsAccount
  readonly engine: Engine
  readonly surroundings: Surroundings
  /** The URL at which a browser reaches this page. */
  readonly url: string
}

/** The fields that the card form adds to the merchant's own parameters. */
const CARD_FIELDS = ['card_number', 'expiry_date', 'card_security_code', 'card_holder_name', 'decision']

/**
 * The page to which a merchant's form sends the customer's browser. Without card data it shows a card form. The POST of
 * that form is the merchant's form again, now with the card: it makes the token and sends the browser back.
 */
export async function handlePaymentPage(
  parts: PaymentPageParts,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  if (request.method !== 'POST') return sendAnswer(response, notice(405, 'Only a form sent by POST is supported here'))
  const form = await readForm(request)
  if (!form) return sendAnswer(response, notice(400, 'The form is too large'))
  const entries = Object.entries({ ...carriedBy(url), ...Object.fromEntries(form) })
  const parameters = Object.fromEntries(entries.filter(([name]) => !CARD_FIELDS.includes(name)))
  const card = Object.fromEntries(entries.filter(([name]) => CARD_FIELDS.includes(name)))
  sendAnswer(response, answerTo(parts, parameters, card))
}

function answerTo(parts: PaymentPageParts, parameters: Values, card: Values): Answer {
  const { account, surroundings } = parts
  let valid: Valid
  try {
    valid = validated(parameters, PAGE_COMMANDS, account)
    if (valid.values['return_url'] === undefined) throw new Refusal('00037')
    assertReturnUrl(valid.values['return_url'], surroundings.inferences)
  } catch (error) {
    if (error instanceof Refusal) return refused(parts, parameters, error)
    throw error
  }
  if (card['decision'] === 'decline') return sendBack(parts, failure(valid.values, '00072'))
  if (card['card_number'] === undefined) return cardForm(parts, parameters)
  return sendBack(
    parts,
    parts.engine.run(unit => tokenize(unit, valid.values, cardFormOf(card))),
  )
}

/** If the form is certainly the merchant's, the browser returns with the refusal; otherwise it stays here. */
function refused(parts: PaymentPageParts, parameters: Values, refusal: Refusal): Answer {
  const { account, surroundings } = parts
  const result = responseOf(refusal.code, refusal.detail)
  try {
    assertSigned(parameters, account)
    if (parameters['return_url'] === undefined) throw new Refusal('00037')
    assertReturnUrl(parameters['return_url'], surroundings.inferences)
    return sendBack(parts, { ...echoOf(parameters), ...result })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return notice(400, `${result['response_code']}: ${result['response_message']}`)
  }
}

function sendBack({ surroundings }: PaymentPageParts, fields: Values): Answer {
  const { signed, inferences } = surroundings
  return returnAnswer(inferences.tokenizationReturn, fields['return_url'] ?? '', signed(fields))
}

function cardFormOf(card: Values): CardForm {
  return {
    number: card['card_number'] ?? '',
    expiryDate: card['expiry_date'] ?? '',
    securityCode: card['card_security_code'] ?? '',
    holderName: card['card_holder_name'] ?? '',
  }
}

/** The card form's address contains the merchant's form too, so a POST of only the card is enough. */
const CARRIED = 'form'

function addressOf({ url }: PaymentPageParts, parameters: Values): string {
  return `${url}?${CARRIED}=${Buffer.from(JSON.stringify(parameters)).toString('base64url')}`
}

function carriedBy(url: URL): Record<string, string> {
  try {
    const carried: unknown = JSON.parse(Buffer.from(url.searchParams.get(CARRIED) ?? '', 'base64url').toString('utf8'))
    return Object.fromEntries(Object.entries(carried ?? {}).map(([name, value]) => [name, String(value)]))
  } catch {
    return {}
  }
}

function cardForm(parts: PaymentPageParts, parameters: Values): Answer {
  const body = `
    <h1>Your card</h1>
    <p>This is the Amazon Payment Services simulator. No money moves: use a published test card.</p>
    <form method="post" action="${escapeHtml(addressOf(parts, parameters))}" autocomplete="off">${hiddenInputs(parameters)}
      <label>Card number<input name="card_number" inputmode="numeric" required autofocus></label>
      <label>Expiry date (MM/YY)<input name="expiry_date" placeholder="MM/YY" required></label>
      <label>Security code<input name="card_security_code" inputmode="numeric" maxlength="4" required></label>
      <label>Name on the card<input name="card_holder_name" maxlength="50"></label>
      <button name="decision" value="approve">Continue</button>
      <button name="decision" value="decline" class="quiet" formnovalidate>Cancel</button>
    </form>`
  return htmlAnswer(200, page('APS simulator: card', body))
}
