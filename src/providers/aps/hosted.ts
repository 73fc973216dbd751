import type { BrowserReturn, HostedSetUp } from '../port/hosted.ts'
import { textOf, type Wire } from '../shared/wire.ts'
import { instrumentOf } from './answers/instrument.ts'
import { paymentReports, stateOf } from './answers/payment-reports.ts'
import { isOurs, verifyMessage } from './answers/verified-message.ts'
import { failureOf } from './codes/failure-mapping.ts'
import { judge } from './codes/verdict.ts'
import type { ApsConfig } from './config.ts'
import { type ResponseCode, responseCodeOf } from './message.ts'
import { refuseSetUp } from './requests/request.ts'
import { languageOf } from './requests/text.ts'
import { signTokenization } from './signature.ts'

/**
 * The consumer enters the card on APS's page and later authenticates. After each step the browser returns with a signed
 * result.
 */
export function hostedSetUp(config: ApsConfig): HostedSetUp {
  return {
    check: command => refuseSetUp(command)?.error,
    form: ({ sentReference, returnUrl, locale }) => {
      const fields = {
        service_command: 'TOKENIZATION',
        access_code: config.accessCode,
        merchant_identifier: config.merchantIdentifier,
        merchant_reference: sentReference,
        language: languageOf(locale),
        return_url: returnUrl,
      }
      const { shaRequestPhrase: phrase, shaType } = config
      return { action: config.pageUrl, fields: { ...fields, signature: signTokenization(fields, { phrase, shaType }) } }
    },
    readReturn: parameters => readReturn(config, parameters),
  }
}

function readReturn(config: ApsConfig, message: Wire): BrowserReturn {
  const signature = verifyMessage(config, message)
  if (!signature.genuine) return { verdict: 'forged', reason: signature.reason }
  if (!isOurs(config, message)) return { verdict: 'forged', reason: "another merchant's account" }
  if (!comesBackToUs(message)) return { verdict: 'forged', reason: 'return_url is not a link of this gateway' }
  const sentReference = textOf(message, 'merchant_reference')
  const code = responseCodeOf(message)
  if (sentReference === undefined) return undecided(null, 'no reference')
  if (code === undefined) return undecided(sentReference, 'no readable response code')
  if (textOf(message, 'service_command') === 'TOKENIZATION') return readTokenization(message, sentReference, code)
  const command = textOf(message, 'command')
  if (command !== 'PURCHASE' && command !== 'AUTHORIZATION') return undecided(sentReference, 'of another command')
  // A payment without the consumer has no browser return.
  if (textOf(message, 'eci') === 'RECURRING') return undecided(sentReference, 'of a payment without the consumer')
  return readPayment(message, command, sentReference, code)
}

/** APS echoes the return address that was sent: one of this gateway's links, without a query. */
const RETURN_LINK = /^https?:\/\/[^?#=&\s]+\/authenticate\/return\/[A-Za-z0-9_.-]+$/

function comesBackToUs(message: Wire): boolean {
  const returnUrl = message['return_url']
  return returnUrl === undefined || (typeof returnUrl === 'string' && RETURN_LINK.test(returnUrl))
}

/** No payment happens in this step, so a failure needs no status query. */
function readTokenization(message: Wire, sentReference: string, code: ResponseCode): BrowserReturn {
  const verdict = judge('TOKENIZATION', code, { queried: true })
  if (verdict.kind === 'declined' || verdict.kind === 'refused') {
    const failure = failureOf(verdict.row, [message])
    return { verdict: 'refused', sentReference, failure }
  }
  if (verdict.kind !== 'succeeded') return undecided(sentReference, `${code.code} ${verdict.kind}`)
  const instrument = instrumentOf(message)
  return instrument
    ? { verdict: 'instrument', sentReference, instrument }
    : undecided(sentReference, 'success without a token')
}

function readPayment(
  message: Wire,
  command: 'PURCHASE' | 'AUTHORIZATION',
  sentReference: string,
  code: ResponseCode,
): BrowserReturn {
  const acquirerCode = textOf(message, 'acquirer_response_code')
  const verdict = judge(command, code, { acquirerCode, queried: false })
  if (verdict.kind !== 'succeeded' && verdict.kind !== 'declined')
    return undecided(sentReference, `${code.code} ${verdict.kind}`)
  const payment = { message, command, sentReference, makesAgreement: true, plainHttp: false }
  const reports = paymentReports(payment, stateOf(verdict, [message]))
  return reports.ok
    ? { verdict: 'result', sentReference, reports: reports.value }
    : undecided(sentReference, reports.problem)
}

function undecided(sentReference: string | null, reason: string): BrowserReturn {
  return { verdict: 'undecided', sentReference, reason }
}
