import type { JsonObject } from '../../base/text/json.ts'
import { type Failure, unexplained, withoutFreeText } from '../decline/failure.ts'
import type { AgreementStatus, ChargeInitiator, OperationStatus } from '../enums.ts'
import type { AgreementReport } from '../provider/report.ts'
import type { AuthenticationMethod } from './authentication.ts'
import { isTerminalAgreement, judgeAgreementNews } from './status.ts'

/** What the rules need to know of an agreement. */
export interface AgreementFacts {
  readonly version: number
  readonly status: AgreementStatus
  readonly authenticationMethods: readonly AuthenticationMethod[]
  readonly failure: Failure | null
  readonly providerReference: string | null
  readonly needsAttention: boolean
}

export interface RevocationFacts {
  readonly id: string
  readonly status: OperationStatus
  readonly failure: Failure | null
  readonly requestedBy: ChargeInitiator
}

/** One change: raises the version by one and becomes one event of the log. */
export interface AgreementStep {
  readonly type: string
  readonly version: number
  readonly moved: { readonly from: AgreementStatus; readonly to: AgreementStatus } | null
  readonly data: JsonObject
}

export interface AgreementNote {
  readonly type: string
  readonly key: string
  readonly data: JsonObject
  readonly needsAttention: boolean
}

export interface AgreementBook {
  readonly agreement: AgreementFacts
  /** Newest last. */
  readonly revocations: readonly RevocationFacts[]
  readonly steps: readonly AgreementStep[]
  readonly notes: readonly AgreementNote[]
}

export function openAgreementBook(agreement: AgreementFacts, revocations: readonly RevocationFacts[]): AgreementBook {
  return { agreement, revocations, steps: [], notes: [] }
}

const revokedBy: Readonly<Record<ChargeInitiator | 'PROVIDER', AgreementStatus>> = {
  CONSUMER: 'REVOKED_BY_CONSUMER',
  MERCHANT: 'REVOKED_BY_MERCHANT',
  PROVIDER: 'REVOKED_BY_PROVIDER',
}

/** Applies what a provider says of an agreement. Known and older news change nothing; what cannot be true is noted. */
export function applyAgreementReport(book: AgreementBook, report: AgreementReport): AgreementBook {
  const known = book.agreement.providerReference
  const theirs = report.providerReference
  if (known !== null && theirs !== undefined && known !== theirs)
    return noteOnAgreement(book, {
      type: 'reconciliation.break',
      key: `providerReference:${theirs}`,
      data: { what: 'providerReference', ours: known, theirs },
      needsAttention: true,
    })
  const identified: AgreementBook = {
    ...book,
    agreement: { ...book.agreement, providerReference: known ?? theirs ?? null },
  }
  if (report.revocation) return applyRevocation(identified, report.revocation)
  if (report.status === undefined) return identified
  const open = openRevocation(book)
  if (report.status === 'REVOKED_BY_MERCHANT' && open)
    return applyRevocation(identified, { status: 'SUCCEEDED', by: 'MERCHANT' })
  return settledByEnd(moveAgreement(identified, report.status, report), report.status)
}

/** Where the provider says that the agreement has ended, there is nothing left to revoke. */
function settledByEnd(book: AgreementBook, reported: AgreementStatus): AgreementBook {
  return isTerminalAgreement(reported) ? moveRevocation(book, 'SUCCEEDED') : book
}

/** Moves the agreement's status where the table allows it. */
export function moveAgreement(
  book: AgreementBook,
  status: AgreementStatus,
  news: { readonly failure?: Failure; readonly authenticationMethods?: readonly AuthenticationMethod[] },
): AgreementBook {
  const present = book.agreement.status
  switch (judgeAgreementNews(present, status)) {
    case 'old':
      return book
    case 'contradiction':
      return noteOnAgreement(book, {
        type: 'agreement.contradiction',
        key: status,
        needsAttention: true,
        data: {
          recorded: present,
          reported: status,
          ...(news.failure ? { failure: withoutFreeText(news.failure) } : {}),
        },
      })
    default:
      return step(book, 'agreement.status_changed', status, news)
  }
}

/** The consumer gave a means of payment; the agreement is about to be made with it. */
export function giveInstrument(book: AgreementBook): AgreementBook {
  return step(book, 'agreement.instrument_given', book.agreement.status, {})
}

/** A request to revoke, recorded before it is sent. `ends` is what it means for the agreement at once, if anything. */
export function requestRevocation(
  book: AgreementBook,
  revocation: RevocationFacts,
  ends: { readonly status: AgreementStatus; readonly failure: Failure } | null,
): AgreementBook {
  const withIt = { ...book, revocations: [...book.revocations, revocation] }
  const status = ends?.status ?? book.agreement.status
  return step(
    withIt,
    'agreement.revocation_requested',
    status,
    { ...(ends ? { failure: ends.failure } : {}) },
    revocation,
  )
}

/** What came of the open request to revoke. */
export function moveRevocation(
  book: AgreementBook,
  status: Exclude<OperationStatus, 'PROCESSING'>,
  failure?: Failure,
): AgreementBook {
  const open = openRevocation(book)
  if (open === undefined || open.status === status) return book
  const next: RevocationFacts = { ...open, status, failure: status === 'FAILED' ? (failure ?? unexplained) : null }
  const withIt = { ...book, revocations: book.revocations.map(one => (one.id === open.id ? next : one)) }
  const type = `agreement.revocation_${status.toLowerCase()}`
  const ends = status === 'SUCCEEDED' && judgeAgreementNews(book.agreement.status, 'REVOKED_BY_MERCHANT') === 'step'
  return step(withIt, type, ends ? 'REVOKED_BY_MERCHANT' : book.agreement.status, {}, next)
}

function applyRevocation(book: AgreementBook, revocation: NonNullable<AgreementReport['revocation']>): AgreementBook {
  if (revocation.status === 'FAILED') return moveRevocation(book, 'FAILED', revocation.failure)
  if (revocation.by === 'MERCHANT' && openRevocation(book)) return moveRevocation(book, 'SUCCEEDED')
  const status = revokedBy[revocation.by]
  return settledByEnd(moveAgreement(book, status, {}), status)
}

export function openRevocation(book: AgreementBook): RevocationFacts | undefined {
  return book.revocations.find(({ status }) => status !== 'SUCCEEDED' && status !== 'FAILED')
}

export function noteOnAgreement(book: AgreementBook, added: AgreementNote): AgreementBook {
  return {
    ...book,
    agreement: { ...book.agreement, needsAttention: book.agreement.needsAttention || added.needsAttention },
    notes: [...book.notes, added],
  }
}

function step(
  book: AgreementBook,
  type: string,
  status: AgreementStatus,
  news: { readonly failure?: Failure; readonly authenticationMethods?: readonly AuthenticationMethod[] },
  revocation?: RevocationFacts,
): AgreementBook {
  const from = book.agreement.status
  const failed = status === 'FAILED' && from !== 'FAILED'
  const failure = failed ? (news.failure ?? unexplained) : book.agreement.failure
  const told = failed ? failure : (revocation?.failure ?? null)
  const agreement: AgreementFacts = {
    ...book.agreement,
    version: book.agreement.version + 1,
    status,
    failure,
    authenticationMethods:
      status === 'AUTHENTICATION_PENDING' ? (news.authenticationMethods ?? book.agreement.authenticationMethods) : [],
  }
  const made: AgreementStep = {
    type,
    version: agreement.version,
    moved: status === from ? null : { from, to: status },
    data: {
      ...(revocation ? { revocationId: revocation.id } : {}),
      ...(told ? { failure: withoutFreeText(told) } : {}),
    },
  }
  return { ...book, agreement, steps: [...book.steps, made] }
}
