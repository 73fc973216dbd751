import type { IncomingMessage, ServerResponse } from 'node:http'
import { readDecision } from '../../web/decision.ts'
import { type Answer, escapeHtml, htmlAnswer, redirectAnswer, sendAnswer } from '../../web/http.ts'
import { moneyText } from '../../web/money.ts'
import { facts, head, page } from '../../web/page.ts'
import type { WebhookSender } from '../../webhook-sender.ts'
import type { Engine } from '../engine.ts'
import type { AgreementRecord, AuthenticationRecord, ChargeRecord } from '../records.ts'
import type { Tables } from '../unit.ts'
import { answerAuthentication, subjectOf } from './authentications.ts'
import { faceOf } from './method-faces.ts'

/** The path of the consumer's pages, below the simulator's path. */
export const CONSUMER_PAGE_PATH = '/authenticate/'

type ConsumerPageParts = {
  readonly tables: Tables
  readonly engine: Engine
  readonly delivery: WebhookSender
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
  const face = faceOf(agreement?.paymentMethod ?? charge?.paymentMethod ?? '')
  const name = agreement?.consumer.name ?? charge?.consumer.name
  const body = `
    <div class="sheet">
      ${head(face.mark, `Authorize with ${face.name}`, charge ? 'To be paid now' : 'Nothing is paid now')}
      ${charge ? `<p class="amount">${escapeHtml(moneyText(charge.amount, charge.currency))}</p>` : ''}
      ${facts([
        ['Consumer', typeof name === 'string' ? name : 'not named'],
        ['Description', agreement?.description ?? charge?.paymentDescriptor ?? 'none'],
        ['Future payments', agreement ? futurePayments(agreement) : 'none'],
      ])}
      <form method="post"><div class="buttons">
        <button name="decision" value="approve">Approve</button>
        <button name="decision" value="decline" class="quiet">Decline</button>
      </div></form>
      ${forDevelopers(authentication, agreement, charge)}
    </div>`
  return htmlAnswer(200, page('PPRO simulator: authorize', body))
}

function futurePayments({ amount, amountType }: AgreementRecord): string {
  const each = amount && moneyText(amount.value, amount.currency)
  const limit =
    each === null
      ? ''
      : { MAX: `, up to ${each} each`, EXACT: `, of ${each} each`, VARIABLE: '' }[amountType ?? 'VARIABLE']
  return `allowed to the merchant until you revoke${limit}`
}

function forDevelopers(
  { returnUrl }: AuthenticationRecord,
  agreement: AgreementRecord | undefined,
  charge: ChargeRecord | undefined,
): string {
  const rows: Array<readonly [string, string]> = [
    ['paymentMethod', agreement?.paymentMethod ?? charge?.paymentMethod ?? ''],
  ]
  if (agreement) rows.push(['Agreement', agreement.id])
  if (charge) rows.push(['Charge', charge.id], ['Amount in minor units', String(charge.amount)])
  rows.push(['Then the browser goes to', returnUrl ?? 'no other page'])
  return `<details><summary>For developers</summary>${facts(rows)}
    <p>A POST of <code>decision=approve</code> or <code>decision=decline</code> to this address does what the buttons do. See
    <a href="/control/ledger">the ledger</a> and <a href="/">all about the simulators</a>.</p></details>`
}

function notice(status: number, text: string, returnUrl: string | null): Answer {
  const back = returnUrl === null ? '' : `<p><a href="${escapeHtml(returnUrl)}">Back to the merchant</a></p>`
  return htmlAnswer(status, page('PPRO simulator', `<div class="sheet"><h1>${escapeHtml(text)}</h1>${back}</div>`))
}
