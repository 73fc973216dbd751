import type { JsonObject } from '../../base/text/json.ts'
import type { AuthenticationMethod } from '../agreement/authentication.ts'
import { type Failure, isRetryable, unexplained, withoutFreeText } from '../decline/failure.ts'
import type { ChargeStatus, OperationKind, OperationStatus } from '../enums.ts'
import type { OperationReport } from '../provider/report.ts'
import { chargeStatus, type StatusOperation } from './status.ts'

/** What the rules need to know of a charge. */
export interface ChargeFacts {
  readonly version: number
  readonly status: ChargeStatus
  readonly currency: string
  readonly authenticationMethods: readonly AuthenticationMethod[]
  readonly failure: Failure | null
  readonly captureBefore: Date | null
  readonly providerReference: string | null
  readonly needsAttention: boolean
}

export interface OperationFacts extends StatusOperation {
  readonly id: string
  readonly providerReference: string | null
  /** The reference under which we sent it; null where the provider did it by itself. */
  readonly sentReference: string | null
}

/** One change: raises the version by one and becomes one event of the log. */
export interface ChargeStep {
  readonly type: string
  readonly version: number
  /** Set where the change moved the charge's status. */
  readonly moved: { readonly from: ChargeStatus; readonly to: ChargeStatus } | null
  readonly data: JsonObject
}

/** Something for people to see that changes nothing: a contradiction, a break. `key` tells repeated ones. */
export interface ChargeNote {
  readonly type: string
  readonly key: string
  readonly data: JsonObject
  /** True where a person has to decide something. */
  readonly needsAttention: boolean
}

export interface ChargeBook {
  readonly charge: ChargeFacts
  readonly operations: readonly OperationFacts[]
  readonly steps: readonly ChargeStep[]
  readonly notes: readonly ChargeNote[]
}

export function openBook(charge: ChargeFacts, operations: readonly OperationFacts[]): ChargeBook {
  return { charge, operations, steps: [], notes: [] }
}

/** What an operation becomes. */
export interface OperationNews {
  readonly status: OperationStatus
  readonly failure?: Failure
  readonly providerReference?: string
  /** The charge's, while the consumer has to act. */
  readonly authenticationMethods?: readonly AuthenticationMethod[]
}

const words: Readonly<Record<OperationKind, string>> = {
  AUTHORIZATION: 'authorization',
  CAPTURE: 'capture',
  REFUND: 'refund',
  VOID: 'void',
}
const verbs: Readonly<Record<OperationStatus, string>> = {
  PROCESSING: 'requested',
  UNKNOWN: 'unknown',
  PENDING: 'pending',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
}

/** An operation that is new to the books: one that we are about to ask for, or one that the provider did by itself. */
export function addOperation(book: ChargeBook, operation: OperationFacts): ChargeBook {
  return step(book, [...book.operations, operation], operation, undefined)
}

/** Moves an operation on. A final one stays; the same again changes nothing. */
export function moveOperation(book: ChargeBook, id: string, news: OperationNews): ChargeBook {
  const present = book.operations.find(operation => operation.id === id)
  if (present === undefined) throw new Error(`charge has no operation ${id}`)
  switch (judge(present, news, book.charge)) {
    case 'old':
      return book
    case 'contradiction':
      return contradict(book, present, news)
    default: {
      const next: OperationFacts = {
        ...present,
        status: news.status,
        failure: news.status === 'FAILED' ? (news.failure ?? unexplained) : null,
        providerReference: present.providerReference ?? news.providerReference ?? null,
      }
      const operations = book.operations.map(operation => (operation.id === id ? next : operation))
      return step(book, operations, next, news.authenticationMethods)
    }
  }
}

/**
 * The consumer has done what the authorisation waited for and the request for it is about to go out: the one way in which
 * one that was PENDING is PROCESSING again.
 */
export function resumeAuthorization(book: ChargeBook, id: string): ChargeBook {
  const present = book.operations.find(operation => operation.id === id)
  if (present?.kind !== 'AUTHORIZATION' || present.status !== 'PENDING')
    throw new Error(`charge has no authorization ${id} that waits`)
  const next: OperationFacts = { ...present, status: 'PROCESSING' }
  const operations = book.operations.map(operation => (operation.id === id ? next : operation))
  return step(book, operations, next, [])
}

/** How far along: news of an earlier stage is old. UNKNOWN says less than anything the provider has said. */
const stage: Readonly<Record<OperationStatus, number>> = {
  PROCESSING: 0,
  UNKNOWN: 1,
  PENDING: 2,
  SUCCEEDED: 3,
  FAILED: 3,
}

function judge(present: OperationFacts, news: OperationNews, charge: ChargeFacts): 'step' | 'old' | 'contradiction' {
  if (present.status === news.status) {
    const turned = present.kind === 'AUTHORIZATION' && present.status === 'PENDING' && turns(charge, news)
    return turned || forbidsRetry(present, news) ? 'step' : 'old'
  }
  if (stage[news.status] > stage[present.status]) return 'step'
  return stage[news.status] === stage[present.status] ? 'contradiction' : 'old'
}

/** A pending authorisation comes to need its consumer, or no longer does. Where the news says nothing of it, all stays. */
function turns(
  { authenticationMethods: present }: ChargeFacts,
  { authenticationMethods: told }: OperationNews,
): boolean {
  return told !== undefined && (present.length === 0) !== (told.length === 0)
}

/**
 * What failed is now said never to be tried again. A provider's answer may say so and its notification of the same not (PPRO's
 * never does), whichever comes first.
 */
function forbidsRetry({ failure: known }: OperationFacts, { status, failure: told }: OperationNews): boolean {
  return status === 'FAILED' && known !== null && told !== undefined && isRetryable(known) && !isRetryable(told)
}

function contradict(book: ChargeBook, present: OperationFacts, news: OperationNews): ChargeBook {
  const data: JsonObject = {
    operationId: present.id,
    kind: present.kind,
    recorded: present.status,
    reported: news.status,
    ...(news.failure ? { failure: withoutFreeText(news.failure) } : {}),
  }
  return note(book, { type: 'charge.contradiction', key: `${present.id}:${news.status}`, data, needsAttention: true })
}

/** Records something for people, and asks for their attention where they have to decide something. */
export function note(book: ChargeBook, added: ChargeNote): ChargeBook {
  return {
    ...book,
    charge: { ...book.charge, needsAttention: book.charge.needsAttention || added.needsAttention },
    notes: [...book.notes, added],
  }
}

function step(
  book: ChargeBook,
  operations: readonly OperationFacts[],
  changed: OperationFacts,
  methods: readonly AuthenticationMethod[] | undefined,
): ChargeBook {
  const waiting = operations.some(({ kind, status }) => kind === 'AUTHORIZATION' && status === 'PENDING')
  const authenticationMethods = waiting ? (methods ?? book.charge.authenticationMethods) : []
  const status = chargeStatus(operations, authenticationMethods.length > 0)
  const from = book.charge.status
  const charge: ChargeFacts = {
    ...book.charge,
    version: book.charge.version + 1,
    status,
    authenticationMethods,
    failure: status === 'FAILED' || status === 'DISCARDED' ? (changed.failure ?? book.charge.failure) : null,
  }
  const made: ChargeStep = {
    type: `charge.${words[changed.kind]}_${verbs[changed.status]}`,
    version: charge.version,
    moved: status === from ? null : { from, to: status },
    data: {
      operationId: changed.id,
      amount: changed.amount.toString(),
      currency: charge.currency,
      ...(changed.failure ? { failure: withoutFreeText(changed.failure) } : {}),
    },
  }
  return { ...book, charge, operations, steps: [...book.steps, made] }
}

/** The operation of ours that a report speaks of: by the provider's id, by our reference, or by what it must be. */
export function findReported(
  operations: readonly OperationFacts[],
  report: OperationReport,
): OperationFacts | undefined {
  const ofKind = operations.filter(operation => operation.kind === report.kind)
  return (
    ofKind.find(
      ({ providerReference }) => providerReference !== null && providerReference === report.providerReference,
    ) ??
    ofKind.find(operation => carriesOurReference(operation, report)) ??
    ofKind.find(operation => isNamelessTwin(operation, report)) ??
    (report.kind === 'AUTHORIZATION' ? findAuthorization(ofKind, report) : undefined)
  )
}

/** A charge is authorised once: an authorisation that has no name yet is the one reported; a failed one may stand beside. */
function findAuthorization(
  authorizations: readonly OperationFacts[],
  report: OperationReport,
): OperationFacts | undefined {
  const standing = authorizations.find(({ status }) => status !== 'FAILED')
  if (standing === undefined) return authorizations.at(-1)
  const another = standing.providerReference !== null && report.providerReference !== undefined
  return another && report.status === 'FAILED' ? undefined : standing
}

function carriesOurReference({ sentReference, providerReference }: OperationFacts, report: OperationReport): boolean {
  const sameReference = sentReference !== null && sentReference === report.sentReference
  return sameReference && (providerReference === null || report.providerReference === undefined)
}

/** One of the two has no name at all (a capture that was inferred from the charge's status): then the amount tells. */
function isNamelessTwin(operation: OperationFacts, report: OperationReport): boolean {
  const reportNameless = report.providerReference === undefined && report.sentReference === undefined
  const operationNameless = operation.providerReference === null && operation.sentReference === null
  return (reportNameless || operationNameless) && operation.status !== 'FAILED' && operation.amount === report.amount
}
