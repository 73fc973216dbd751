import { escapeHtml } from '../web/http.ts'
import { faceOf } from './agreements/method-faces.ts'
import { PAYMENT_METHOD_CODES } from './agreements/payment-methods.ts'
import type { Inferences } from './inferences.ts'

/** The text about this simulator on the index page. The key in it is valid only in the sandbox. */
export function describePpro(account: { apiKey: string; merchantId: string }, inferences: Inferences): string {
  const seconds = (ms: number) => `${ms / 1000} s`
  const methods = PAYMENT_METHOD_CODES.map(code => `${escapeHtml(faceOf(code).name)} (<code>${code}</code>)`)
  return `
    <h2>PPRO: ${escapeHtml(account.merchantId)}</h2>
    <p>API at <code>/ppro/v1/…</code>, with <code>Authorization: Bearer ${escapeHtml(account.apiKey)}</code> and
    <code>Merchant-Id: ${escapeHtml(account.merchantId)}</code>. Consumers decide at the
    <code>requestUrl</code> of an agreement: <code>POST decision=approve|decline</code> does what the buttons do.</p>
    <p>Payment methods: ${methods.join(', ')}. Amazon Pay takes USD from 0.50 to 20,000.00.</p>
    <p><code>pending</code> charges are decided after ${seconds(inferences.providerConfirmationDelayMs)}, refunds after
    ${seconds(inferences.refundDelayMs)}, direct debits after ${seconds(inferences.directDebitDelayMs)}, an
    authentication ends after ${seconds(inferences.authenticationTimeoutMs)}, all on the sandbox clock. MOCK fails every
    amount between 300000 and 400000 and reads <code>requiresAuthentication</code>, <code>providerConfirmation</code>,
    <code>providerConfirmationDelay</code> and <code>requiresCapture</code> from its <code>paymentDescriptor</code>. Scripted
    outcomes are <code>approve</code>, the pending words above, any published failure code, and any code beginning with
    <code>UNPUBLISHED_</code>.</p>`
}
