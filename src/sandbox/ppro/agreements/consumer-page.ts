import type { IncomingMessage, ServerResponse } from 'node:http'
import { readDecision } from '../../web/decision.ts'
import { type Answer, escapeHtml, htmlAnswer, redirectAnswer, sendAnswer } from '../../web/http.ts'
import { page } from '../../web/page.ts'
import type { WebhookDelivery } from '../../webhook-delivery.ts'
import type { Engine } from '../engine.ts'
import type { AuthenticationRecord } from '../records.ts'
import type { Tables } from '../unit.ts'
import { answerAuthentication, subjectOf } from './authentications.ts'

/** The path of the consumer's pages, below the simulator's path. */
export const CONSUMER_PAGE_PATH = '/authenticate/'

type ConsumerPageParts = {
  readonly tables: Tables
  readonly engine: Engine
  readonly delivery: WebhookDelivery
}

/**
 * The page to which a consumer is sent to consent. A POST does the same as its buttons and redirects to the merchant's
 * returnUrl, which is not changed, because PPRO does not publish what it adds. After the first answer, it only
 * redirects.
 */
export async function handleConsumerPage(
  parts: ConsumerPageParts,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const authentication = parts.tables.authentications.get(url.pathname.slice(CONSUMER_PAGE_PATH.length))
  if (!authentication) return sendAnswer(response, notice(404, 'This page does not exist', null))
  if (request.method === 'GET' || request.method === 'HEAD') return sendAnswer(response, show(parts, authentication))
  if (request.method !== 'POST') return sendAnswer(response, notice(405, 'Only GET and POST are supported here', null))
  const decision = await readDecision(request)
  if (decision === null) {
    return sendAnswer(response, notice(400, 'The decision must be approve or decline', null))
  }
  const { webhookIds } = parts.engine.commit(unit => answerAuthentication(unit, authentication.id, decision))
  sendAnswer(
    response,
    authentication.returnUrl === null ? notice(200, 'Thank you', null) : redirectAnswer(authentication.returnUrl),
  )
  parts.delivery.send(webhookIds)
}

function show(parts: ConsumerPageParts, authentication: AuthenticationRecord): Answer {
  if (authentication.answer !== null) {
    return notice(200, `This request was already answered: ${authentication.answer}`, authentication.returnUrl)
  }
  const { agreement, charge } = subjectOf(parts, authentication)
  const method = agreement?.paymentMethod ?? charge?.paymentMethod ?? ''
  const name = agreement?.consumer.name ?? charge?.consumer.name
  const rows = [
    ['Payment method', method],
    ['Consumer', typeof name === 'string' ? name : 'not named'],
    ['Description', agreement?.description ?? charge?.paymentDescriptor ?? 'none'],
    ['Amount due now', charge ? `${charge.amount} ${charge.currency} (minor units)` : 'nothing'],
    ['Future payments', agreement ? 'allowed until you revoke the agreement' : 'none'],
  ]
  const body = `
    <h1>Authorize with ${escapeHtml(method)}</h1>
    <p>This is the PPRO simulator. No money moves.</p>
    <table>${rows.map(row => `<tr>${row.map(cell => `<td>${escapeHtml(String(cell))}</td>`).join('')}</tr>`).join('')}</table>
    <form method="post">
      <button name="decision" value="approve">Approve</button>
      <button name="decision" value="decline" class="quiet">Decline</button>
    </form>`
  return htmlAnswer(200, page('PPRO simulator: authorize', body))
}

function notice(status: number, text: string, returnUrl: string | null): Answer {
  const back = returnUrl === null ? '' : `<p><a href="${escapeHtml(returnUrl)}">Back to the merchant</a></p>`
  return htmlAnswer(status, page('PPRO simulator', `<h1>${escapeHtml(text)}</h1>${back}`))
}
