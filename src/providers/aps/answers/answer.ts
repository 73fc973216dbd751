import type { Failure } from '../../../domain/decline/failure.ts'
import type { OperationKind } from '../../../domain/enums.ts'
import { reachedByPlainHttp } from '../../port/account.ts'
import type { ProviderReport } from '../../port/outcome.ts'
import type { ProviderRequest } from '../../port/provider.ts'
import type { Exchange } from '../../shared/guarded-client.ts'
import { translateExchange } from '../../shared/translate-exchange.ts'
import { type AnswerTranslation, doubted, type Reading, unknown } from '../../shared/translation.ts'
import { type Mapped, mapped, textOf, unmapped, type Wire } from '../../shared/wire.ts'
import { refusalOf, refusedByHttp } from '../codes/failure-mapping.ts'
import { type ApsCommand, judge, type Verdict } from '../codes/verdict.ts'
import type { ApsConfig } from '../config.ts'
import { parseJsonMessage, type ResponseCode, responseCodeOf } from '../message.ts'
import { isAboutRequest, type Payment, type PaymentState, paymentReports, stateOf } from './payment-reports.ts'
import { missingEcho, verifiedAnswer } from './verified-message.ts'

export const APS_NAME = 'Amazon Payment Services'

/** Exactly one outcome for any result of a request. */
export function translateAnswer(config: ApsConfig, request: ProviderRequest, exchange: Exchange): AnswerTranslation {
  const sent = parseJsonMessage(request.body)
  if (sent === undefined) throw new TypeError('a stored request is not JSON')
  return translateExchange(exchange, {
    name: APS_NAME,
    readBody: text => readBody(config, { request, sent, plainHttp: reachedByPlainHttp(config.apiUrl) }, text),
    refusedRequest: (status, text) => refusedByHttp(status, [parseJsonMessage(text) ?? {}, sent]),
  })
}

interface Question {
  readonly request: ProviderRequest
  /** The parameters of the request. */
  readonly sent: Wire
  readonly plainHttp: boolean
}

function readBody(config: ApsConfig, question: Question, text: string): Reading {
  const { request, sent } = question
  const answer = verifiedAnswer(config, sent, text)
  if (!answer.ok) return doubted(answer.problem)
  const message = answer.value
  const code = responseCodeOf(message)
  if (code === undefined) return doubted('no readable response code')
  const verdict = revokesUnknownToken(request, code)
    ? ({ kind: 'succeeded' } as const)
    : judge(commandOf(request, sent), code, { acquirerCode: textOf(message, 'acquirer_response_code'), queried: false })
  switch (verdict.kind) {
    case 'uncertain':
      return unknown(`${code.code} uncertain`)
    case 'duplicate':
      return { ...unknown(`${code.code} duplicate`), queryStatusNow: true }
    case 'unmapped':
      return doubted(verdict.problem)
    case 'refused':
      return declined(code, refusalOf(verdict.row, [message, sent]), verdict.note)
    default: {
      const needed =
        verdict.kind === 'succeeded' ? ['merchant_reference', 'amount', 'currency'] : ['merchant_reference']
      const missing = missingEcho(sent, message, needed)
      if (missing !== undefined) return doubted(`echo missing: ${missing}`)
      const state = stateOf(verdict, [message, sent])
      if (state.kind === 'declined' && !isPayment(request) && isAboutRequest(state.failure))
        return declined(code, state.failure, noteOf(verdict))
      const reports = reportsOf(question, message, state)
      if (!reports.ok) return doubted(reports.problem)
      if (state.kind === 'declined')
        return { ...declined(code, state.failure, noteOf(verdict)), reports: reports.value }
      const outcome = outcomes[state.kind]
      return { outcome, reports: reports.value, summary: `${code.code} ${outcome}` }
    }
  }
}

const outcomes = {
  succeeded: 'approved',
  pending: 'pending',
  awaitingConsumer: 'pending',
  actionRequired: 'actionRequired',
} as const

/** Message codes for wrong credentials: signature, merchant, access code, account. */
const CREDENTIALS: ReadonlySet<string> = new Set(['008', '009', '010', '015'])

function declined({ code, message }: ResponseCode, failure: Failure, note: string | undefined) {
  const credentials = CREDENTIALS.has(message) ? [`credentials refused (${code})`] : []
  const notes = note === undefined ? credentials : [...credentials, note]
  return { outcome: 'declined', failure, summary: `${code} ${failure.code}`, notes } as const
}

function noteOf(verdict: Verdict): string | undefined {
  return 'note' in verdict ? verdict.note : undefined
}

function commandOf({ verb }: ProviderRequest, sent: Wire): ApsCommand {
  switch (verb) {
    case 'createAgreement':
      return textOf(sent, 'command') === 'AUTHORIZATION' ? 'AUTHORIZATION' : 'PURCHASE'
    case 'createCharge':
      return 'PURCHASE'
    case 'revokeAgreement':
      return 'UPDATE_TOKEN'
    case 'capture':
      return 'CAPTURE'
    case 'refund':
      return 'REFUND'
    default:
      return 'VOID_AUTHORIZATION'
  }
}

function reportsOf(question: Question, message: Wire, state: PaymentState): Mapped<readonly ProviderReport[]> {
  switch (question.request.verb) {
    case 'createAgreement':
    case 'createCharge':
      return paymentReports(paymentOf(question, message), state)
    case 'revokeAgreement':
      return revocationReports(state)
    case 'capture':
      return operationReports('CAPTURE', question, state)
    case 'refund':
      return operationReports('REFUND', question, state)
    default:
      return operationReports('VOID', question, state)
  }
}

/** A payment has its own reference, so APS answers a second sending with the code of a duplicate. */
function isPayment({ verb }: ProviderRequest): boolean {
  return verb === 'createAgreement' || verb === 'createCharge'
}

function paymentOf({ request, sent, plainHttp }: Question, message: Wire): Payment {
  const sentToken = textOf(sent, 'token_name')
  return {
    message,
    command: textOf(sent, 'command') === 'AUTHORIZATION' ? 'AUTHORIZATION' : 'PURCHASE',
    sentReference: request.expected.sentReference,
    makesAgreement: request.verb === 'createAgreement',
    plainHttp,
    ...(sentToken !== undefined && { sentToken }),
  }
}

const operationStatuses = {
  succeeded: 'SUCCEEDED',
  pending: 'PENDING',
  awaitingConsumer: 'PENDING',
  declined: 'FAILED',
} as const

/** A capture, refund or void is recorded under the reference of its provider request. */
function operationReports(
  kind: OperationKind,
  { request, sent }: Question,
  state: PaymentState,
): Mapped<readonly ProviderReport[]> {
  if (state.kind === 'actionRequired') return unmapped(`20064 for a ${kind.toLowerCase()}`)
  const providerReference = textOf(sent, 'fort_id')
  const { amount, sentReference } = request.expected
  const operation = {
    kind,
    sentReference,
    ...(amount !== undefined && { amount: BigInt(amount) }),
    status: operationStatuses[state.kind],
    ...(state.kind === 'declined' && { failure: state.failure }),
  }
  const reference = providerReference !== undefined && { providerReference }
  return mapped([{ about: 'charge', ...reference, operations: [operation], complete: false }])
}

/**
 * Not documented, so inferred: a token that APS does not know cannot be charged, so it is revoked. It may also be the
 * response to a repeated request.
 */
const UNKNOWN_TOKEN_IS_REVOKED = true

function revokesUnknownToken({ verb }: ProviderRequest, { message, status }: ResponseCode): boolean {
  return UNKNOWN_TOKEN_IS_REVOKED && verb === 'revokeAgreement' && message === '044' && ['00', '59'].includes(status)
}

function revocationReports(state: PaymentState): Mapped<readonly ProviderReport[]> {
  const by = 'MERCHANT'
  if (state.kind === 'succeeded') {
    const revocation = { status: 'SUCCEEDED', by } as const
    return mapped([{ about: 'agreement', status: 'REVOKED_BY_MERCHANT', revocation }])
  }
  if (state.kind !== 'declined') return unmapped(`${state.kind} for a revocation`)
  return mapped([{ about: 'agreement', revocation: { status: 'FAILED', by, failure: state.failure } }])
}
