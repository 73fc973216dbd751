import { type Answer, escapeHtml, htmlAnswer } from '../../web/http.ts'
import { mark } from '../../web/marks.ts'
import { head, page } from '../../web/page.ts'
import type { Values } from '../api/validation.ts'
import { brandName, groupedNumber, TEST_CARDS, type TestCard } from '../payments/cards.ts'
import { hiddenInputs } from './browser-return.ts'
import type { CardForm, CardProblem } from './entered-card.ts'

/** The button of a test card: its POST returns the form with this card filled in. */
export const TEST_CARD_FIELD = 'test_card'

type CardFormPage = {
  /** Where the form is posted. */
  readonly address: string
  /** The merchant's own form, which is posted again with the card. */
  readonly parameters: Values
  /** What the fields contain. */
  readonly filled?: Partial<CardForm>
  readonly problems?: readonly CardProblem[]
}

const FIELDS: ReadonlyArray<readonly [field: keyof CardForm, name: string, label: string, attributes: string]> = [
  ['number', 'card_number', 'Card number', 'inputmode="numeric" maxlength="30" required'],
  ['expiryDate', 'expiry_date', 'Expiry date', 'placeholder="MM/YY" maxlength="10" required'],
  ['securityCode', 'card_security_code', 'Security code', 'inputmode="numeric" maxlength="4" required'],
  ['holderName', 'card_holder_name', 'Name on the card (optional)', 'maxlength="50"'],
]

/** The page with the card form. With problems it says at each field what is wrong with it. */
export function cardForm({ address, parameters, filled = {}, problems = [] }: CardFormPage): Answer {
  const form = `<form method="post" action="${escapeHtml(address)}" autocomplete="off">${hiddenInputs(parameters)}`
  const [focused] = FIELDS.find(([field]) => problems.some(problem => problem.field === field)) ?? ['number']
  const [number, expiryDate, securityCode, holderName] = FIELDS.map(([field, name, label, attributes]) => {
    const problem = problems.find(each => each.field === field)
    const value = filled[field] === undefined ? '' : ` value="${escapeHtml(filled[field])}"`
    const mistake = problem === undefined ? '' : ` aria-invalid="true" aria-describedby="${name}-problem"`
    const focus = field === focused ? ' autofocus' : ''
    return `<div><label>${label}<input name="${name}"${value} ${attributes}${mistake}${focus}></label>
      ${problem === undefined ? '' : `<p class="problem" id="${name}-problem">${escapeHtml(problem.message)}</p>`}</div>`
  })
  const body = `
    <div class="sheet">
      ${head(mark('card', '#3248c4'), 'Your card', 'Amazon Payment Services, simulated')}
      ${problems.length === 0 ? '' : '<p class="problems" role="alert">Please correct what is marked. Nothing was paid.</p>'}
      ${form}
        ${number}
        <div class="pair">${expiryDate}${securityCode}</div>
        ${holderName}
        <div class="buttons">
          <button name="decision" value="approve">Continue</button>
          <button name="decision" value="decline" class="quiet" formnovalidate>Cancel</button>
        </div>
      </form>
    </div>
    <div class="sheet">
      <h2 class="first">Test cards</h2>
      <p class="soft">Press one to fill in the form. Never enter a real card.</p>
      ${form}${TEST_CARDS.map(testCardButton).join('')}</form>
    </div>`
  return htmlAnswer(problems.length === 0 ? 200 : 422, page('APS simulator: card', body, { layout: 'split' }))
}

function testCardButton({ number, brand, requiresAuthentication }: TestCard): string {
  const result = requiresAuthentication ? 'the bank asks (3-D Secure)' : 'paid at once'
  return `<button name="${TEST_CARD_FIELD}" value="${number}" class="card"><span>${groupedNumber(number)}</span>
    <span class="soft">${brandName(brand)}, ${result}</span></button>`
}
