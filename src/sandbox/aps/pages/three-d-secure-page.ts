import type { IncomingMessage, ServerResponse } from 'node:http'
import { readDecision } from '../../web/decision.ts'
import { type Answer, escapeHtml, htmlAnswer, sendAnswer } from '../../web/http.ts'
import { mark } from '../../web/marks.ts'
import { moneyText } from '../../web/money.ts'
import { facts, head, page } from '../../web/page.ts'
import type { WebhookSender } from '../../webhook-sender.ts'
import type { Engine } from '../engine.ts'
import { answerAuthentication, returnedFields } from '../payments/authentications.ts'
import { brandName } from '../payments/cards.ts'
import type { OrderRecord } from '../records.ts'
import type { Surroundings } from '../unit.ts'
import { returnAnswer } from './browser-return.ts'
import { notice } from './notice.ts'

export const THREE_D_SECURE_PATH = '/secure3dsSimulator'

/** The query parameter with the session; the others in APS's addresses have no meaning here. */
export const SESSION_PARAMETER = 'FORTSESSIONID'

type ThreeDSecureParts = {
  readonly engine: Engine
  readonly delivery: WebhookSender
  readonly surroundings: Surroundings
}

/**
 * The page on which a customer confirms a payment. A POST does the same as its buttons: it completes the payment and
 * sends the browser back with the final, signed result. After the first answer, it only sends the browser back.
 */
export async function handleThreeDSecure(
  parts: ThreeDSecureParts,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const { searches } = parts.surroundings
  const order = searches.orderBySession(url.searchParams.get(SESSION_PARAMETER) ?? '')
  if (!order) return sendAnswer(response, notice(404, 'This page does not exist'))
  if (request.method === 'GET' || request.method === 'HEAD') return sendAnswer(response, show(parts, order))
  if (request.method !== 'POST') return sendAnswer(response, notice(405, 'Only GET and POST are supported here'))
  const decision = await readDecision(request)
  if (decision === null) return sendAnswer(response, notice(400, 'The decision must be approve or decline'))
  const { webhookIds } = parts.engine.commit(unit => answerAuthentication(unit, order.id, decision))
  sendAnswer(response, sendBack(parts, parts.surroundings.tables.orders.get(order.id) ?? order))
  parts.delivery.send(webhookIds)
}

function sendBack({ surroundings }: ThreeDSecureParts, order: OrderRecord): Answer {
  const { authentication } = order
  if (!authentication?.returnedCode) return notice(410, 'The time limit for this payment has passed')
  const fields = surroundings.signed(returnedFields(order, authentication.returnedCode))
  return returnAnswer(surroundings.inferences.finalReturn, authentication.returnUrl, fields)
}

function show(parts: ThreeDSecureParts, order: OrderRecord): Answer {
  const answer = order.authentication?.answer
  if (answer === 'expired') return notice(410, 'The time limit for this payment has passed')
  if (answer) return sendBack(parts, order)
  const body = `
    <div class="sheet">
      ${head(mark('shield', '#1f4f9f'), 'Confirm your payment', 'In the place of your bank: 3-D Secure')}
      <p class="amount">${escapeHtml(moneyText(order.amount, order.currency))}</p>
      ${facts([
        ['Card', `${brandName(order.card?.brand)} ${order.card?.masked ?? ''}`],
        ['To be paid', 'now'],
        ['Future payments', order.agreementId === null ? 'none agreed' : 'allowed to the merchant until you revoke'],
      ])}
      <form method="post"><div class="buttons">
        <button name="decision" value="approve">Approve</button>
        <button name="decision" value="decline" class="quiet">Decline</button>
      </div></form>
      <details><summary>For developers</summary>
        ${facts([
          ['fort_id', order.id],
          ['merchant_reference', order.reference],
          ['Amount in minor units', String(order.amount)],
        ])}
        <p>A POST of <code>decision=approve</code> or <code>decision=decline</code> to this address does what the buttons do.</p>
      </details>
    </div>`
  return htmlAnswer(200, page('APS simulator: 3-D Secure', body))
}
