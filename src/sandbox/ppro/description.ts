import { escapeHtml } from '../web/http.ts'
import { facts } from '../web/page.ts'
import { faceOf } from './agreements/method-faces.ts'
import { PAYMENT_METHOD_CODES } from './agreements/payment-methods.ts'
import type { Inferences } from './inferences.ts'

/** The text about this simulator on the index page. The key in it is valid only in the sandbox. */
export function describePpro(account: { apiKey: string; merchantId: string }, inferences: Inferences): string {
  const methods = PAYMENT_METHOD_CODES.map(code => `${escapeHtml(faceOf(code).name)} (<code>${code}</code>)`)
  return `
    <h2>PPRO: ${escapeHtml(account.merchantId)}</h2>
    ${facts([
      ['API', '/ppro/v1/…'],
      ['Authorization', `Bearer ${account.apiKey}`],
      ['Merchant-Id', account.merchantId],
    ])}
    <p>A consumer decides at the <code>requestUrl</code> of an agreement: <code>POST decision=approve|decline</code> does what the buttons
    do.</p>
    <p>Payment methods: ${methods.join(', ')}. Amazon Pay takes from 0.50 to 20,000.00 USD.</p>
    <p>Scripted outcomes are <code>approve</code>, the pending words of the table of amounts, any published failure code, and any code
    beginning with <code>UNPUBLISHED_</code>.</p>
    <details><summary>How long things take, and the payment method MOCK</summary>
    ${facts([
      ['A pending charge is decided after', durationText(inferences.providerConfirmationDelayMs)],
      ['A pending refund is decided after', durationText(inferences.refundDelayMs)],
      ['A direct debit is decided after', durationText(inferences.directDebitDelayMs)],
      ['A consumer may decide for', durationText(inferences.authenticationTimeoutMs)],
    ])}
    <p>All on the sandbox clock. MOCK fails every amount between 300000 and 400000 and reads <code>requiresAuthentication</code>,
    <code>providerConfirmation</code>, <code>providerConfirmationDelay</code> and <code>requiresCapture</code> from its
    <code>paymentDescriptor</code>.</p></details>`
}

const UNITS: ReadonlyArray<readonly [ms: number, name: string]> = [
  [24 * 60 * 60 * 1000, 'days'],
  [60 * 60 * 1000, 'hours'],
  [60 * 1000, 'minutes'],
  [1000, 'seconds'],
]

/** In the largest unit in which it is a whole number above one, e.g. `60 minutes`. */
function durationText(ms: number): string {
  const [unitMs, name] = UNITS.find(([each]) => ms % each === 0 && ms > each) ?? [1, 'ms']
  return `${ms / unitMs} ${name}`
}
