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
import { type Standing, stateOf } from './standing.ts'
import { missingEcho, verifiedAnswer } from './verified-message.ts'

/** What one question brought: `absent` only if APS itself says so, signed, of the very reference that was asked for. */
type Finding<Value> =
  | { readonly found: 'yes'; readonly value: Value }
  | { readonly found: 'absent' }
  | { readonly found: 'unknown' }

/**
 * Asks APS what became of something, in one or two calls within one deadline. APS knows transactions only: a charge by
 * the reference that it was sent with, an agreement by that of its first payment. It tells neither tokens nor where the
 * consumer has to go, and what hangs in authentication it may not know at all.
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
  if (sentReference === null) return inquiry.say('an agreement cannot be asked about by itself')
  const known = question.about === 'charge' ? question.providerReference : null
  const transaction = await inquiry.transaction(sentReference, known)
  const operation = question.about === 'charge' ? question.operation : undefined
  // Whatever is done with a charge, APS has taken the charge before: that it does not know it proves nothing.
  if (transaction.found === 'absent' && operation) return inquiry.doubt(`12036 for the charge of a ${operation.kind}`)
  if (transaction.found !== 'yes') return transaction
  const { charge, agreement } = transaction.value
  if (question.about === 'agreement') return { found: 'yes', value: agreement ? [agreement, charge] : [charge] }
  if (operation?.kind !== 'REFUND') return { found: 'yes', value: [charge] }
  const refund = await inquiry.refund(sentReference, operation.sentReference)
  // A complete charge without this refund would say that there is none: that is for APS to say, of its very reference.
  if (refund.found === 'unknown') return refund
  const operations = [...charge.operations, ...(refund.found === 'yes' ? [refund.value] : [])]
  return { found: 'yes', value: [{ ...charge, operations }] }
}

interface Transaction {
  readonly charge: Extract<ProviderReport, { about: 'charge' }>
  /** Of the agreement that this is the first payment of; absent while its consumer is waited for. */
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

  /** @param fortId the id that the transaction has to have, where it is known. */
  async transaction(sentReference: string, fortId: string | null): Promise<Finding<Transaction>> {
    const answer = await this.#checkStatus({ merchant_reference: sentReference })
    if (answer.found !== 'yes') return answer
    const message = answer.value
    const state = stateOf(message)
    if (!state.ok) return this.doubt(state.problem)
    const told = textOf(message, 'fort_id')
    const ownId = state.value.kind !== 'authorized' || !state.value.maintained
    if (ownId && fortId !== null && told !== undefined && told !== fortId) return this.doubt('echo differs: fort_id')
    if ('note' in state.value && state.value.note !== undefined) this.#notes.push(state.value.note)
    this.say(transactionCodeOf(message)?.code ?? '')
    const id = fortId ?? (ownId ? told : undefined)
    return transactionOf(message, state.value, { sentReference, id })
  }

  /** The refund with that reference: absent only if APS says, signed, that it knows none of it. */
  async refund(sentReference: string, maintenanceReference: string): Promise<Finding<OperationReport>> {
    const answer = await this.#checkStatus({
      merchant_reference: sentReference,
      maintenance_reference: maintenanceReference,
    })
    if (answer.found !== 'yes') return answer
    const message = answer.value
    const code = transactionCodeOf(message)
    // The order's own code, where APS passes over the refund's reference, says nothing of the refund.
    if (code === undefined || (code.status !== '06' && code.status !== '07')) return this.say('nothing of the refund')
    const acquirerCode = textOf(message, 'acquirer_response_code')
    const verdict = judge('REFUND', code, { acquirerCode, queried: true })
    this.say(`refund ${code.code}`)
    const base = { kind: 'REFUND', sentReference: maintenanceReference } as const
    if (verdict.kind === 'succeeded') return { found: 'yes', value: { ...base, status: 'SUCCEEDED' } }
    if (verdict.kind !== 'declined') return { found: 'unknown' }
    if (verdict.note !== undefined) this.#notes.push(verdict.note)
    const failure = failureOf(verdict.row, [message], QUERIED)
    // It may be what a second sending was told, the first of which was done.
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
      // So that a decline says why.
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
    // What does not repeat a refund's reference may speak of the order alone.
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

  /** What cannot be believed, or read, is unknown and loud. */
  doubt(problem: string): { readonly found: 'unknown' } {
    this.#notes.push(problem)
    return this.say(problem)
  }
}

function transactionOf(
  message: Wire,
  state: Standing,
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
    // Nothing is said of the agreement: that it waits for its consumer is what the records say as long as it does.
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
