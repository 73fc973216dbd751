import type { OperationKind } from '../../domain/vocabulary.ts'
import type { Answer, CallRecord } from '../outcome.ts'
import type { ProviderRequest } from '../provider.ts'
import { mapAgreement } from './agreement-mapping.ts'
import { mapCharge } from './charge-mapping.ts'
import type { PproExchange } from './client.ts'
import { mapFailure, refusedCredentials, refusedRequest } from './failure-mapping.ts'
import { mapOperation } from './operation-mapping.ts'
import { parseWire, printable, recordOf, textOf, type Wire } from './wire.ts'

export interface Translation {
  readonly answer: Answer
  /** What a person should hear of: words that no table knows, answers that cannot be believed. */
  readonly notes: readonly string[]
}

/** What the answer means, before it is known how long it took. */
type Reading = (Answer extends infer Each ? (Each extends unknown ? Omit<Each, 'call'> : never) : never) & {
  readonly summary: string
  readonly notes?: readonly string[]
}

/** Refusals by which PPRO says that it took nothing. */
const REFUSED: ReadonlySet<number> = new Set([400, 404, 405, 415, 422, 431])

/** Exactly one outcome for whatever came of a request. */
export function translateAnswer(request: ProviderRequest, exchange: PproExchange): Translation {
  const { summary, notes = [], ...rest } = readExchange(request, exchange)
  const call: CallRecord = {
    ...(exchange.kind === 'response' && { httpStatus: exchange.status }),
    summary: exchange.kind === 'response' ? `${exchange.status}, ${summary}` : summary,
    durationMs: exchange.durationMs,
  }
  return { answer: { ...rest, call } as Answer, notes }
}

function readExchange(request: ProviderRequest, exchange: PproExchange): Reading {
  switch (exchange.kind) {
    case 'heldBack':
      return { outcome: 'notSent', retryAfterMs: exchange.retryAfterMs, summary: `not sent: ${exchange.reason}` }
    case 'neverConnected':
      return { outcome: 'notSent', summary: `not sent: ${exchange.reason}` }
    case 'lost':
      return unknown(exchange.reason)
    default:
      return readResponse(request, exchange)
  }
}

function readResponse(request: ProviderRequest, response: Extract<PproExchange, { kind: 'response' }>): Reading {
  const { status, text, retryAfterMs } = response
  if (status >= 200 && status < 300) {
    const body = parseWire(text)
    return body ? readBody(request, body) : { ...unknown('unreadable answer'), notes: ['unreadable answer'] }
  }
  if (status === 401 || status === 403) {
    const notes = [`credentials refused (${status})`]
    return { outcome: 'notSent', failure: refusedCredentials(status), summary: 'credentials refused', notes }
  }
  if (status === 429) {
    return { outcome: 'notSent', ...(retryAfterMs !== undefined && { retryAfterMs }), summary: 'rate limit' }
  }
  if (status === 409) return { ...unknown('conflict'), lookUpNow: true }
  if (REFUSED.has(status)) {
    return { outcome: 'declined', failure: refusedRequest(status, text, request.body), summary: 'request refused' }
  }
  return unknown(status >= 500 ? 'server error' : 'unexpected status')
}

function unknown(summary: string): Reading & { readonly outcome: 'unknown' } {
  return { outcome: 'unknown', lookUpNow: false, summary }
}

/** An answer that cannot be believed, or in words that no table knows. */
function doubted(problem: string): Reading {
  return { ...unknown(problem), notes: [problem] }
}

function readBody(request: ProviderRequest, body: Wire): Reading {
  switch (request.verb) {
    case 'createAgreement':
      return readAgreement(request, body)
    case 'createCharge':
      return readCharge(request, body)
    case 'revokeAgreement':
      return readRevocation(request, body)
    case 'capture':
      return readOperation('CAPTURE', request, body)
    case 'refund':
      return readOperation('REFUND', request, body)
    default:
      return readOperation('VOID', request, body)
  }
}

function readAgreement(request: ProviderRequest, body: Wire): Reading {
  const agreement = mapAgreement(body)
  if (!agreement.ok) return doubted(agreement.problem)
  const { report, word, notes, settled } = agreement.value
  const difference = agreementEcho(request, body)
  if (difference !== undefined) return doubted(difference)
  const sent = { about: 'agreement', ...report, sentReference: request.expected.sentReference } as const
  const common = { summary: word, notes }
  if (report.status === 'AUTHENTICATION_PENDING') return { ...common, outcome: 'actionRequired', report: sent }
  if (report.status === 'INITIALIZING' || report.status === 'AUTHORIZATION_PROCESSING') {
    return { ...common, outcome: 'pending', report: sent }
  }
  if (report.status !== 'FAILED') return { ...common, outcome: 'approved', report: sent }
  if (report.failure && settled) return { ...common, outcome: 'declined', failure: report.failure, report: sent }
  // PPRO reconciles it. Kept by its id, without the status that is not final, it is asked about until it is.
  const { status: _unsettled, failure: _presumed, ...known } = sent
  return { ...common, outcome: 'pending', report: known }
}

function readRevocation(request: ProviderRequest, body: Wire): Reading {
  const status = textOf(body, 'status')
  const providerReference = subjectId(request)
  if (status === 'REVOKED') {
    const revocation = { status: 'SUCCEEDED', by: 'MERCHANT' } as const
    const report = { about: 'agreement', providerReference, status: 'REVOKED_BY_MERCHANT', revocation } as const
    return { outcome: 'approved', report, summary: status }
  }
  if (status !== 'FAILED') return doubted(`unmapped revocation status ${printable(status)}`)
  const { failure, settled, note } = mapFailure(recordOf(body, 'failure'))
  const notes = note === undefined ? [] : [note]
  if (!settled) return { ...unknown(`FAILED ${failure.code}, not final`), notes }
  const revocation = { status: 'FAILED', by: 'MERCHANT', failure } as const
  const report = { about: 'agreement', providerReference, revocation } as const
  return { outcome: 'declined', failure, report, summary: `FAILED ${failure.code}`, notes }
}

function readCharge(request: ProviderRequest, body: Wire): Reading {
  const charge = mapCharge(body, false)
  if (!charge.ok) return doubted(charge.problem)
  const { report, word, notes, actionRequired, settled } = charge.value
  const { sentReference, amount, currency } = request.expected
  if (report.currency !== undefined && report.currency !== currency) return doubted('echo differs: currency')
  const authorizations = report.operations.filter(operation => operation.kind === 'AUTHORIZATION')
  for (const authorization of authorizations) {
    if ((authorization.sentReference ?? sentReference) !== sentReference) return doubted('echo differs: reference')
    if ((authorization.amount?.toString() ?? amount) !== amount) return doubted('echo differs: amount')
  }
  if (!settled) return { ...unknown(`${word}, not final`), notes }
  const known = { about: 'charge', ...report, sentReference } as const
  const common = { summary: word, notes }
  if (authorizations.some(({ status }) => status === 'SUCCEEDED'))
    return { ...common, outcome: 'approved', report: known }
  if (actionRequired) return { ...common, outcome: 'actionRequired', report: known }
  if (authorizations.some(({ status }) => status === 'PENDING')) return { ...common, outcome: 'pending', report: known }
  const failure = authorizations.at(-1)?.failure
  return failure
    ? { ...common, outcome: 'declined', failure, report: known }
    : doubted('contradictory: nothing authorized')
}

function readOperation(kind: OperationKind, request: ProviderRequest, body: Wire): Reading {
  const mappedOperation = mapOperation(kind, body)
  if (!mappedOperation.ok) return doubted(mappedOperation.problem)
  const { operation, word, notes, settled } = mappedOperation.value
  const { sentReference, amount } = request.expected
  if ((operation.sentReference ?? sentReference) !== sentReference) return doubted('echo differs: reference')
  if (operation.amount.toString() !== amount) return doubted('echo differs: amount')
  if (!settled) return { ...unknown(`${word}, not final`), notes }
  const report = {
    about: 'charge',
    providerReference: subjectId(request),
    operations: [{ ...operation, sentReference }],
    complete: false,
  } as const
  const common = { summary: word, notes, report }
  if (operation.status === 'SUCCEEDED') return { ...common, outcome: 'approved' }
  if (operation.status === 'PENDING') return { ...common, outcome: 'pending' }
  return { ...common, outcome: 'declined', failure: operation.failure ?? mapFailure(undefined).failure }
}

/** The id in `…/{id}/captures` and its like: the answers do not repeat it. */
function subjectId({ path }: ProviderRequest): string {
  return decodeURIComponent(path.split('/').at(-2) ?? '')
}

/** The agreement's own echoes, where PPRO gives them. Its initial charge is checked when that is read. */
function agreementEcho({ expected }: ProviderRequest, body: Wire): string | undefined {
  const reference = textOf(body, 'merchantPaymentAgreementReference')
  if ((reference ?? expected.sentReference) !== expected.sentReference) return 'echo differs: reference'
  const amount = recordOf(body, 'amount')
  if (!amount || expected.amount === undefined) return undefined
  if (String(amount['value']) !== expected.amount) return 'echo differs: amount'
  return amount['currency'] === expected.currency ? undefined : 'echo differs: currency'
}
