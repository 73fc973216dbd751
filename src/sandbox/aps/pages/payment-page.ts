import type { IncomingMessage, ServerResponse } from 'node:http'
import { readForm } from '../../web/decision.ts'
import { type Answer, sendAnswer } from '../../web/http.ts'
import type { ApsAccount } from '../account.ts'
import { PAGE_COMMANDS } from '../api/commands.ts'
import { echoOf } from '../api/fields.ts'
import { Refusal, responseOf } from '../api/messages.ts'
import { assertSigned, type Valid, type Values, validated } from '../api/validation.ts'
import type { Engine } from '../engine.ts'
import { groupedNumber, isSecurityCode, TEST_CARDS, type TestCard } from '../payments/cards.ts'
import { assertReturnUrl } from '../payments/checks.ts'
import type { Surroundings } from '../unit.ts'
import { returnAnswer } from './browser-return.ts'
import { cardForm, TEST_CARD_FIELD } from './card-form.ts'
import { type CardForm, type CardProblem, digitsOf, enteredCard } from './entered-card.ts'
import { notice } from './notice.ts'
import { failure, tokenize } from './tokenization.ts'

export const PAYMENT_PAGE_PATH = '/FortAPI/paymentPage'

type PaymentPageParts = {
  readonly account: ApsAccount
  readonly engine: Engine
  readonly surroundings: Surroundings
  /** The URL at which a browser reaches this page. */
  readonly url: string
}

/** The fields that the card form adds to the merchant's own parameters. */
const CARD_FIELDS = [
  'card_number',
  'expiry_date',
  'card_security_code',
  'card_holder_name',
  'decision',
  TEST_CARD_FIELD,
]

/**
 * The page to which a merchant's form sends the customer's browser. Without card data it shows a card form. The POST of
 * that form is the merchant's form again, now with the card: it makes the token and sends the browser back. A mistake in the card
 * shows the form again; if the card comes from a form of the merchant's own, the browser returns with APS's code for it.
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
  const isOwnForm = url.searchParams.has(CARRIED) || card['decision'] !== undefined
  sendAnswer(response, answerTo(parts, parameters, { fields: card, isOwnForm }))
}

/** @param card Of our card form, or sent by a form of the merchant's own. */
type SentCard = { readonly fields: Values; readonly isOwnForm: boolean }

function answerTo(parts: PaymentPageParts, parameters: Values, card: SentCard): Answer {
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
  if (card.fields['decision'] === 'decline') return sendBack(parts, failure(valid.values, '00072'))
  const address = addressOf(parts, parameters)
  const { clock } = surroundings
  const testCard = TEST_CARDS.find(({ number }) => number === card.fields[TEST_CARD_FIELD])
  if (testCard) return cardForm({ address, parameters, filled: filledWith(testCard, clock.now()) })
  if (card.fields['card_number'] === undefined) return cardForm({ address, parameters })
  const form = cardFormOf(card.fields)
  const problems = card.isOwnForm ? problemsOf(form, clock.now()) : []
  if (problems.length > 0) return cardForm({ address, parameters, filled: repeatable(form), problems })
  return sendBack(
    parts,
    parts.engine.run(unit => tokenize(unit, valid.values, form)),
  )
}

/** Also that the code is the test card's: the card form says so at once, where a bank would decline the payment later. */
function problemsOf(form: CardForm, nowMs: number): readonly CardProblem[] {
  const { problems } = enteredCard(form, nowMs)
  if (problems.length > 0 || isSecurityCode(digitsOf(form.number), form.securityCode.trim())) return problems
  const message = `This is not the security code of this test card. Use ${codeOf(form)}.`
  return [{ field: 'securityCode', code: '17002', message }]
}

function codeOf(form: CardForm): string {
  return TEST_CARDS.find(({ number }) => number === digitsOf(form.number))?.securityCode ?? '123'
}

function filledWith({ number, securityCode }: TestCard, nowMs: number): CardForm {
  const year = String(new Date(nowMs).getUTCFullYear() + 3).slice(-2)
  return { number: groupedNumber(number), expiryDate: `12/${year}`, securityCode, holderName: 'ADA LOVELACE' }
}

/** What a page may repeat of an entered card: its number only if it is a published one, its code never. */
function repeatable({ number, expiryDate, holderName }: CardForm): Partial<CardForm> {
  const isPublished = TEST_CARDS.some(card => card.number === digitsOf(number))
  return { expiryDate, holderName, ...(isPublished && { number }) }
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
