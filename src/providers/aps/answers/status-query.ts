import type { OperationReport } from '../../../domain/provider/report.ts'
import type { CallRecord, ProviderReport, StatusAnswer } from '../../port/outcome.ts'
import type { StatusQuery } from '../../port/provider.ts'
import type { StatusQueryTranslation } from '../../shared/translation.ts'
import { parseWire, textOf, type Wire } from '../../shared/wire.ts'
import type { ApsClient } from '../client.ts'
import { failureOf, QUERIED } from '../codes/failure-mapping.ts'
import { judge } from '../codes/verdict.ts'
import type { ApsConfig } from '../config.ts'
import { responseCodeOf, transactionCodeOf } from '../message.ts'
import { signedBody } from '../requests/request.ts'
import { isAboutRequest } from './payment-reports.ts'
import { stateOf, type TransactionState } from './transaction-state.ts'
import { missingEcho, verifiedAnswer } from './verified-message.ts'

/** The result of one query. `absent` only if APS says so, signed, for the queried reference. */
type Finding<Value> =
  | { readonly found: 'yes'; readonly value: Value }
  | { readonly found: 'absent' }
  | { readonly found: 'unknown' }

/**
 * Queries a status at APS, in one or two calls within one deadline. APS knows only transactions: a charge by its
 * reference, an agreement by that of its first payment. Its response has neither tokens nor the address of an
 * authentication page, and it may not know a transaction that waits for authentication.
 */
export async function queryStatus(
  config: ApsConfig,
  client: ApsClient,
  question: StatusQuery,
  deadlineMs: number,
): Promise<StatusQueryTranslation> {
  const inquiry = new Inquiry(config, client, deadlineMs)
  return inquiry.conclude(await ask(inquiry, question))
}

async function ask(inquiry: Inquiry, question: StatusQuery): Promise<Finding<readonly ProviderReport[]>> {
  const sentReference = question.about === 'charge' ? question.sentReference : question.initialChargeSentReference
  if (sentReference === null) return inquiry.say('APS cannot be queried for an agreement without a payment')
  const known = question.about === 'charge' ? question.providerReference : null
  const transaction = await inquiry.transaction(sentReference, known)
  const operation = question.about === 'charge' ? question.operation : undefined
  // APS has accepted the charge of this operation before, so "unknown" proves nothing.
  if (transaction.found === 'absent' && operation) return inquiry.doubt(`12036 for the charge of a ${operation.kind}`)
  if (transaction.found !== 'yes') return transaction
  const { charge, agreement } = transaction.value
  if (question.about === 'agreement') return { found: 'yes', value: agreement ? [agreement, charge] : [charge] }
  if (operation?.kind !== 'REFUND') return { found: 'yes', value: [charge] }
  const refund = await inquiry.refund(sentReference, operation.sentReference)
  // A complete report without this refund would mean that it does not exist, which only APS can say.
  if (refund.found === 'unknown') return refund
  const operations = [...charge.operations, ...(refund.found === 'yes' ? [refund.value] : [])]
  return { found: 'yes', value: [{ ...charge, operations }] }
}

interface Transaction {
  readonly charge: Extract<ProviderReport, { about: 'charge' }>
  /** The agreement that this payment creates; absent while it waits for the consumer. */
  readonly agreement?: Extract<ProviderReport, { about: 'agreement' }>
}

/** The calls of one status query, with one deadline and one record. */
class Inquiry {
  readonly #config: ApsConfig
  readonly #client: ApsClient
  readonly #endsAtMs: number
  readonly #summaries: string[] = []
  readonly #notes: string[] = []
  #durationMs = 0
  #httpStatus: number | undefined

  constructor(config: ApsConfig, client: ApsClient, deadlineMs: number) {
    this.#config = config
    this.#client = client
    this.#endsAtMs = performance.now() + deadlineMs
  }

  /** @param fortId The expected id of the transaction; null if it is unknown. */
  async transaction(sentReference: string, fortId: string | null): Promise<Finding<Transaction>> {
    const answer = await this.#checkStatus({ merchant_reference: sentReference })
    if (answer.found !== 'yes') return answer
    const message = answer.value
    const state = stateOf(message)
    if (!state.ok) return this.doubt(state.problem)
    const reportedId = textOf(message, 'fort_id')
    const ownId = state.value.kind !== 'authorized' || !state.value.maintained
    if (ownId && fortId !== null && reportedId !== undefined && reportedId !== fortId)
      return this.doubt('echo differs: fort_id')
    if ('note' in state.value && state.value.note !== undefined) this.#notes.push(state.value.note)
    this.say(transactionCodeOf(message)?.code ?? '')
    const id = fortId ?? (ownId ? reportedId : undefined)
    return transactionOf(message, state.value, { sentReference, id })
  }

  /** The refund with that reference. Absent only if APS says so, signed. */
  async refund(sentReference: string, maintenanceReference: string): Promise<Finding<OperationReport>> {
    const answer = await this.#checkStatus({
      merchant_reference: sentReference,
      maintenance_reference: maintenanceReference,
    })
    if (answer.found !== 'yes') return answer
    const message = answer.value
    const code = transactionCodeOf(message)
    // If APS ignores the refund's reference, the code is about the order and says nothing about the refund.
    if (code === undefined || (code.status !== '06' && code.status !== '07')) return this.say('no status of the refund')
    const acquirerCode = textOf(message, 'acquirer_response_code')
    const verdict = judge('REFUND', code, { acquirerCode, queried: true })
    this.say(`refund ${code.code}`)
    const base = { kind: 'REFUND', sentReference: maintenanceReference } as const
    if (verdict.kind === 'succeeded') return { found: 'yes', value: { ...base, status: 'SUCCEEDED' } }
    if (verdict.kind !== 'declined') return { found: 'unknown' }
    if (verdict.note !== undefined) this.#notes.push(verdict.note)
    const failure = failureOf(verdict.row, [message], QUERIED)
    // It can be the response to a second sending of a successful refund.
    return isAboutRequest(failure)
      ? { found: 'unknown' }
      : { found: 'yes', value: { ...base, status: 'FAILED', failure } }
  }

  say(summary: string): { readonly found: 'unknown' } {
    this.#summaries.push(summary)
    return { found: 'unknown' }
  }

  conclude(finding: Finding<readonly ProviderReport[]>): StatusQueryTranslation {
    const call: CallRecord = {
      ...(this.#httpStatus !== undefined && { httpStatus: this.#httpStatus }),
      summary: this.#summaries.join(', '),
      durationMs: this.#durationMs,
    }
    const answer: StatusAnswer =
      finding.found === 'yes' ? { call, found: 'yes', reports: finding.value } : { call, found: finding.found }
    return { answer, notes: this.#notes }
  }

  async #checkStatus(fields: Readonly<Record<string, string>>): Promise<Finding<Wire>> {
    const body = signedBody(this.#config, {
      query_command: 'CHECK_STATUS',
      ...fields,
      language: 'en',
      // Adds the reason of a decline.
      return_third_party_response_codes: 'YES',
    })
    const exchange = await this.#client.post(body, Math.max(0, this.#endsAtMs - performance.now()))
    this.#durationMs += exchange.durationMs
    if (exchange.kind !== 'response') return this.say(exchange.reason)
    this.#httpStatus = exchange.status
    if (exchange.status < 200 || exchange.status >= 300) return this.say(`${exchange.status}`)
    const sent = parseWire(body) ?? {}
    const answer = verifiedAnswer(this.#config, sent, exchange.text)
    if (!answer.ok) return this.doubt(answer.problem)
    // A response without the refund's reference can be about the order alone.
    const missing = missingEcho(sent, answer.value, ['merchant_reference', 'maintenance_reference'])
    if (missing !== undefined) return this.doubt(`echo missing: ${missing}`)
    return this.#readCode(answer.value)
  }

  #readCode(message: Wire): Finding<Wire> {
    const code = responseCodeOf(message)?.code
    if (code === undefined) return this.doubt('no readable response code')
    this.say(`${this.#httpStatus} ${code}`)
    if (code === '12000') return { found: 'yes', value: message }
    if (code === '12036') return { found: 'absent' }
    this.#notes.push(`status query answered ${code}`)
    return { found: 'unknown' }
  }

  /** An implausible or unreadable response is unknown, with a note. */
  doubt(problem: string): { readonly found: 'unknown' } {
    this.#notes.push(problem)
    return this.say(problem)
  }
}

function transactionOf(
  message: Wire,
  state: TransactionState,
  { sentReference, id }: { readonly sentReference: string; readonly id: string | undefined },
): Finding<Transaction> {
  if (state.kind === 'uncertain') return { found: 'unknown' }
  const currency = textOf(message, 'currency')
  const identity = {
    about: 'charge',
    ...(id !== undefined && { providerReference: id }),
    sentReference,
    ...(currency !== undefined && { currency }),
    complete: true,
  } as const
  const authorization = { kind: 'AUTHORIZATION', sentReference } as const
  const initial = id !== undefined && { initialChargeReference: id }
  const agreement = { about: 'agreement', sentReference, ...initial } as const
  const pending = { ...identity, operations: [{ ...authorization, status: 'PENDING' }] } as const
  switch (state.kind) {
    // No report of the agreement: the records already show that it waits for the consumer.
    case 'awaitingConsumer':
      return { found: 'yes', value: { charge: { ...pending, ...(state.onPage && { pageToldOnce: true }) } } }
    case 'processing':
      return {
        found: 'yes',
        value: { charge: pending, agreement: { ...agreement, status: 'AUTHORIZATION_PROCESSING' } },
      }
    case 'failed': {
      const failure = failureOf(state.row, [message], QUERIED)
      const charge = { ...identity, operations: [{ ...authorization, status: 'FAILED', failure }] } as const
      return { found: 'yes', value: { charge, agreement: { ...agreement, status: 'FAILED', failure } } }
    }
    default: {
      const { amount, totals } = state
      const authorized = { ...authorization, status: 'SUCCEEDED', ...(amount !== undefined && { amount }) } as const
      const charge = { ...identity, operations: [authorized], totals }
      return {
        found: 'yes',
        value: { charge, agreement: { ...agreement, providerReference: sentReference, status: 'ACTIVE' } },
      }
    }
  }
}
