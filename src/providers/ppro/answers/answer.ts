import type { OperationKind } from '../../../domain/enums.ts'
import { reachedByPlainHttp } from '../../port/account.ts'
import type { ProviderRequest } from '../../port/provider.ts'
import type { Exchange } from '../../shared/guarded-client.ts'
import { translateExchange } from '../../shared/translate-exchange.ts'
import { type AnswerTranslation, doubted, type Reading, unknown } from '../../shared/translation.ts'
import { parseWire, printable, recordOf, textOf, type Wire } from '../../shared/wire.ts'
import type { PproConfig } from '../config.ts'
import { mapAgreement } from './agreement-mapping.ts'
import { mapCharge } from './charge-mapping.ts'
import { mapFailure, refusedRequest } from './failure-mapping.ts'
import { mapOperation } from './operation-mapping.ts'

/** Exactly one outcome for any result of a request. */
export function translateAnswer(
  config: Pick<PproConfig, 'baseUrl'>,
  request: ProviderRequest,
  exchange: Exchange,
): AnswerTranslation {
  const plainHttp = reachedByPlainHttp(config.baseUrl)
  return translateExchange(exchange, {
    name: 'PPRO',
    readBody: text => {
      const body = parseWire(text)
      return body ? readBody(request, body, plainHttp) : doubted('unreadable answer')
    },
    refusedRequest: (status, text) => refusedRequest(status, text, request.body),
  })
}

function readBody(request: ProviderRequest, body: Wire, plainHttp: boolean): Reading {
  switch (request.verb) {
    case 'createAgreement':
      return readAgreement(request, body, plainHttp)
    case 'createCharge':
      return readCharge(request, body, plainHttp)
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

function readAgreement(request: ProviderRequest, body: Wire, plainHttp: boolean): Reading {
  const agreement = mapAgreement(body, plainHttp)
  if (!agreement.ok) return doubted(agreement.problem)
  const { report, word, notes, settled } = agreement.value
  const difference = agreementEcho(request, body)
  if (difference !== undefined) return doubted(difference)
  const sent = { about: 'agreement', ...report, sentReference: request.expected.sentReference } as const
  const common = { summary: word, notes }
  if (report.status === 'AUTHENTICATION_PENDING') return { ...common, outcome: 'actionRequired', reports: [sent] }
  if (report.status === 'INITIALIZING' || report.status === 'AUTHORIZATION_PROCESSING') {
    return { ...common, outcome: 'pending', reports: [sent] }
  }
  if (report.status !== 'FAILED') return { ...common, outcome: 'approved', reports: [sent] }
  if (report.failure && settled) return { ...common, outcome: 'declined', failure: report.failure, reports: [sent] }
  // PPRO reconciles it. Only its id is recorded; its status is queried until it is final.
  const { status: _unsettled, failure: _presumed, ...known } = sent
  return { ...common, outcome: 'pending', reports: [known] }
}

function readRevocation(request: ProviderRequest, body: Wire): Reading {
  const status = textOf(body, 'status')
  const providerReference = subjectId(request)
  if (status === 'REVOKED') {
    const revocation = { status: 'SUCCEEDED', by: 'MERCHANT' } as const
    const report = { about: 'agreement', providerReference, status: 'REVOKED_BY_MERCHANT', revocation } as const
    return { outcome: 'approved', reports: [report], summary: status }
  }
  if (status !== 'FAILED') return doubted(`unmapped revocation status ${printable(status)}`)
  const { failure, settled, note } = mapFailure(recordOf(body, 'failure'))
  const notes = note === undefined ? [] : [note]
  if (!settled) return { ...unknown(`FAILED ${failure.code}, not final`), notes }
  const revocation = { status: 'FAILED', by: 'MERCHANT', failure } as const
  const report = { about: 'agreement', providerReference, revocation } as const
  return { outcome: 'declined', failure, reports: [report], summary: `FAILED ${failure.code}`, notes }
}

function readCharge(request: ProviderRequest, body: Wire, plainHttp: boolean): Reading {
  const charge = mapCharge(body, { complete: false, plainHttp })
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
    return { ...common, outcome: 'approved', reports: [known] }
  if (actionRequired) return { ...common, outcome: 'actionRequired', reports: [known] }
  if (authorizations.some(({ status }) => status === 'PENDING'))
    return { ...common, outcome: 'pending', reports: [known] }
  const failure = authorizations.at(-1)?.failure
  return failure
    ? { ...common, outcome: 'declined', failure, reports: [known] }
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
  const common = { summary: word, notes, reports: [report] }
  if (operation.status === 'SUCCEEDED') return { ...common, outcome: 'approved' }
  if (operation.status === 'PENDING') return { ...common, outcome: 'pending' }
  return { ...common, outcome: 'declined', failure: operation.failure ?? mapFailure(undefined).failure }
}

/** The id in paths such as `…/{id}/captures`; responses do not repeat it. */
function subjectId({ path }: ProviderRequest): string {
  return decodeURIComponent(path.split('/').at(-2) ?? '')
}

/** Compares the agreement's echoes, if PPRO gives them. Its initial charge is checked separately. */
function agreementEcho({ expected }: ProviderRequest, body: Wire): string | undefined {
  const reference = textOf(body, 'merchantPaymentAgreementReference')
  if ((reference ?? expected.sentReference) !== expected.sentReference) return 'echo differs: reference'
  const amount = recordOf(body, 'amount')
  if (!amount || expected.amount === undefined) return undefined
  if (String(amount['value']) !== expected.amount) return 'echo differs: amount'
  return amount['currency'] === expected.currency ? undefined : 'echo differs: currency'
}
