import type { ChargeReport } from '../../../domain/provider/report.ts'
import { reachedByPlainHttp } from '../../port/account.ts'
import type { ProviderReport, StatusAnswer } from '../../port/outcome.ts'
import type { StatusQuery } from '../../port/provider.ts'
import type { Exchange } from '../../shared/guarded-client.ts'
import type { StatusQueryTranslation } from '../../shared/translation.ts'
import { parseWire, recordsOf, textOf, type Wire } from '../../shared/wire.ts'
import type { PproClient } from '../client.ts'
import type { PproConfig } from '../config.ts'
import { mapAgreement } from './agreement-mapping.ts'
import { mapCharge } from './charge-mapping.ts'

/** The result of one query. `absent` only if PPRO itself says so, in its own format. */
type Finding<Value> =
  | { readonly found: 'yes'; readonly value: Value }
  | { readonly found: 'absent' }
  | { readonly found: 'unknown' }

interface FoundCharge {
  readonly report: ChargeReport
  readonly agreementReference: string | undefined
}

/**
 * Queries a status at PPRO, in one or two calls within one deadline. Anything doubtful (two charges with our reference,
 * a charge with another reference, an unknown status) is unknown, with a note.
 */
export async function queryStatus(
  config: Pick<PproConfig, 'baseUrl'>,
  client: PproClient,
  question: StatusQuery,
  deadlineMs: number,
): Promise<StatusQueryTranslation> {
  const inquiry = new Inquiry(client, { deadlineMs, plainHttp: reachedByPlainHttp(config.baseUrl) })
  const reports =
    question.about === 'charge' ? await askCharge(inquiry, question) : await askAgreement(inquiry, question)
  return inquiry.conclude(reports)
}

async function askCharge(
  inquiry: Inquiry,
  question: Extract<StatusQuery, { about: 'charge' }>,
): Promise<Finding<readonly ProviderReport[]>> {
  const { providerReference, sentReference } = question
  const charge =
    providerReference === null
      ? await inquiry.searchCharge(sentReference)
      : await inquiry.charge(providerReference, sentReference)
  return charge.found === 'yes' ? { found: 'yes', value: [{ about: 'charge', ...charge.value.report }] } : charge
}

async function askAgreement(
  inquiry: Inquiry,
  question: Extract<StatusQuery, { about: 'agreement' }>,
): Promise<Finding<readonly ProviderReport[]>> {
  const { providerReference, initialChargeSentReference } = question
  if (providerReference !== null) return askAgreementById(inquiry, providerReference, initialChargeSentReference)
  if (initialChargeSentReference === null) return inquiry.doubt('no id and no reference to query with')
  // PPRO cannot search agreements: an agreement without an id is found through its initial charge.
  const charge = await inquiry.searchCharge(initialChargeSentReference)
  if (charge.found !== 'yes') return charge
  const { report, agreementReference } = charge.value
  if (agreementReference === undefined) return inquiry.doubt('charge without an agreement')
  const agreement = await inquiry.agreement(agreementReference)
  if (agreement.found !== 'yes') return inquiry.doubt('agreement of the charge not found')
  const initialChargeReference = report.providerReference
  const known = { ...agreement.value, ...(initialChargeReference !== undefined && { initialChargeReference }) }
  return { found: 'yes', value: [known, { about: 'charge', ...report }] }
}

async function askAgreementById(
  inquiry: Inquiry,
  id: string,
  initialChargeSentReference: string | null,
): Promise<Finding<readonly ProviderReport[]>> {
  const agreement = await inquiry.agreement(id)
  if (agreement.found !== 'yes') return agreement
  const charge = await askInitialCharge(inquiry, agreement.value.initialChargeReference, initialChargeSentReference)
  // The agreement's state is valid even if its charge could not be read.
  if (charge.found !== 'yes') return { found: 'yes', value: [agreement.value] }
  const { report } = charge.value
  const known = {
    ...agreement.value,
    ...(report.providerReference !== undefined && { initialChargeReference: report.providerReference }),
  }
  return { found: 'yes', value: [known, { about: 'charge', ...report }] }
}

/** Queries by id if the agreement has the charge's id, otherwise by our reference. */
function askInitialCharge(
  inquiry: Inquiry,
  id: string | undefined,
  sentReference: string | null,
): Promise<Finding<FoundCharge>> {
  if (id !== undefined) return inquiry.charge(id, sentReference)
  return sentReference === null ? Promise.resolve({ found: 'absent' }) : inquiry.searchCharge(sentReference)
}

type AgreementFound = Extract<ProviderReport, { about: 'agreement' }>

/** The calls of one status query, with one deadline and one record. */
class Inquiry {
  readonly #client: PproClient
  readonly #plainHttp: boolean
  readonly #endsAtMs: number
  readonly #summaries: string[] = []
  readonly #notes: string[] = []
  #durationMs = 0
  #httpStatus: number | undefined

  constructor(client: PproClient, { deadlineMs, plainHttp }: { deadlineMs: number; plainHttp: boolean }) {
    this.#client = client
    this.#plainHttp = plainHttp
    this.#endsAtMs = performance.now() + deadlineMs
  }

  async agreement(id: string): Promise<Finding<AgreementFound>> {
    const body = await this.#get(`/v1/payment-agreements/${encodeURIComponent(id)}`, true)
    if (body.found !== 'yes') return body
    const agreement = mapAgreement(body.value, this.#plainHttp)
    if (!agreement.ok) return this.doubt(agreement.problem)
    const { report, word, notes } = agreement.value
    if (report.providerReference !== id) return this.doubt('echo differs: id')
    this.#say(word, notes)
    return { found: 'yes', value: { about: 'agreement', ...report } }
  }

  /** @param sentReference The reference that its authorization must have; null if it is unknown. */
  async charge(id: string, sentReference: string | null): Promise<Finding<FoundCharge>> {
    const body = await this.#get(`/v1/payment-charges/${encodeURIComponent(id)}`, true)
    if (body.found !== 'yes') return body
    if (textOf(body.value, 'id') !== id) return this.doubt('echo differs: id')
    const reference = authorizationReferences(body.value)
    if (sentReference !== null && reference.length > 0 && !reference.includes(sentReference)) {
      return this.doubt('echo differs: reference')
    }
    return this.#readCharge(body.value)
  }

  async searchCharge(sentReference: string): Promise<Finding<FoundCharge>> {
    const query = new URLSearchParams({ merchantPaymentChargeReference: sentReference })
    const body = await this.#get(`/v1/payment-charges?${query}`, false)
    if (body.found !== 'yes') return body
    const charges = Array.isArray(body.value['data']) ? recordsOf(body.value, 'data') : undefined
    if (charges === undefined) return this.doubt('unreadable search result')
    const ours = charges.filter(charge => authorizationReferences(charge).includes(sentReference))
    const [only, another] = ours
    if (another !== undefined) return this.doubt(`${ours.length} charges with one reference`)
    if (only !== undefined) return this.#readCharge(only)
    // A charge without a reference can be the one we look for, and so can one on another page. Neither proves absence.
    if (charges.some(charge => authorizationReferences(charge).length === 0))
      return this.doubt('charge without a reference')
    if ((body.value['nextPage'] ?? null) !== null) return this.doubt('more results than one page')
    this.#say('nothing found', [])
    return { found: 'absent' }
  }

  doubt(problem: string): { readonly found: 'unknown' } {
    this.#say(problem, [problem])
    return { found: 'unknown' }
  }

  conclude(finding: Finding<readonly ProviderReport[]>): StatusQueryTranslation {
    const call = {
      ...(this.#httpStatus !== undefined && { httpStatus: this.#httpStatus }),
      summary: this.#summaries.join(', '),
      durationMs: this.#durationMs,
    }
    const answer: StatusAnswer =
      finding.found === 'yes' ? { call, found: 'yes', reports: finding.value } : { call, found: finding.found }
    return { answer, notes: this.#notes }
  }

  #readCharge(wire: Wire): Finding<FoundCharge> {
    const charge = mapCharge(wire, { complete: true, plainHttp: this.#plainHttp })
    if (!charge.ok) return this.doubt(charge.problem)
    const { report, word, notes } = charge.value
    this.#say(word, notes)
    return { found: 'yes', value: { report, agreementReference: textOf(wire, 'agreementId') } }
  }

  async #get(path: string, byId: boolean): Promise<Finding<Wire>> {
    const exchange = await this.#client.get(path, Math.max(0, this.#endsAtMs - performance.now()))
    this.#durationMs += exchange.durationMs
    if (exchange.kind === 'response') this.#httpStatus = exchange.status
    return this.#readGet(exchange, byId)
  }

  #readGet(exchange: Exchange, byId: boolean): Finding<Wire> {
    if (exchange.kind !== 'response') return this.#unanswered(exchange.reason)
    const body = parseWire(exchange.text)
    if (exchange.status >= 200 && exchange.status < 300) {
      if (body === undefined) return this.doubt(`${exchange.status}, unreadable answer`)
      this.#say(`${exchange.status}`, [])
      return { found: 'yes', value: body }
    }
    // A 404 counts only with PPRO's error body: a 404 of a proxy says nothing about the charge.
    if (byId && exchange.status === 404 && body !== undefined && textOf(body, 'failureMessage') !== undefined) {
      this.#say('404, not found', [])
      return { found: 'absent' }
    }
    return this.#unanswered(`${exchange.status}`)
  }

  #unanswered(reason: string): { readonly found: 'unknown' } {
    this.#say(reason, [])
    return { found: 'unknown' }
  }

  #say(summary: string, notes: readonly string[]): void {
    this.#summaries.push(summary)
    this.#notes.push(...notes)
  }
}

function authorizationReferences(charge: Wire): readonly string[] {
  return (recordsOf(charge, 'authorizations') ?? [])
    .map(authorization => textOf(authorization, 'merchantPaymentChargeReference'))
    .filter(reference => reference !== undefined)
}
