import type { ChargeState } from '../charge/transition.ts'
import { type Failure, unexplained, withoutFreeText } from '../decline/failure.ts'
import type { AgreementStatus, ChargeInitiator, OperationStatus } from '../enums.ts'
import {
  type AgreementNoteEvent,
  type AgreementStepEvent,
  type NoteOf,
  revocationEvents,
  type StepOf,
} from '../event-log/events.ts'
import type { AgreementReport, InstrumentReport } from '../provider/report.ts'
import type { AuthenticationMethod } from './authentication.ts'
import { isTerminalAgreement, judgeAgreementUpdate } from './status.ts'

/** The part of an agreement that the rules use. */
interface AgreementFacts {
  readonly version: number
  readonly status: AgreementStatus
  readonly authenticationMethods: readonly AuthenticationMethod[]
  readonly failure: Failure | null
  readonly providerReference: string | null
  readonly needsAttention: boolean
}

interface RevocationFacts {
  readonly id: string
  readonly status: OperationStatus
  readonly failure: Failure | null
  readonly requestedBy: ChargeInitiator
}

export type AgreementStep = StepOf<AgreementStepEvent, AgreementStatus>
export type AgreementNote = NoteOf<AgreementNoteEvent>

export interface AgreementState {
  readonly agreement: AgreementFacts
  /** Newest last. */
  readonly revocations: readonly RevocationFacts[]
  readonly steps: readonly AgreementStep[]
  readonly notes: readonly AgreementNote[]
}

/** An agreement and its initial charge, if it has one: they change together. */
export interface AgreementStates {
  readonly agreement: AgreementState
  readonly initialCharge: ChargeState | null
  /** The stored means of payment that an update reports. */
  readonly instrument?: InstrumentReport
}

export function openAgreement(agreement: AgreementFacts, revocations: readonly RevocationFacts[]): AgreementState {
  return { agreement, revocations, steps: [], notes: [] }
}

const revokedBy: Readonly<Record<ChargeInitiator | 'PROVIDER', AgreementStatus>> = {
  CONSUMER: 'REVOKED_BY_CONSUMER',
  MERCHANT: 'REVOKED_BY_MERCHANT',
  PROVIDER: 'REVOKED_BY_PROVIDER',
}

/** Applies a provider's report. A known or older update changes nothing; a contradiction becomes a note. */
export function applyAgreementReport(state: AgreementState, report: AgreementReport): AgreementState {
  const known = state.agreement.providerReference
  const theirs = report.providerReference
  if (known !== null && theirs !== undefined && known !== theirs)
    return noteOnAgreement(state, {
      type: 'reconciliation.break',
      key: `providerReference:${theirs}`,
      data: { what: 'providerReference', ours: known, theirs },
      needsAttention: true,
    })
  const identified: AgreementState = {
    ...state,
    agreement: { ...state.agreement, providerReference: known ?? theirs ?? null },
  }
  if (report.revocation) return applyRevocation(identified, report.revocation)
  if (report.status === undefined) return identified
  const open = openRevocation(state)
  if (report.status === 'REVOKED_BY_MERCHANT' && open)
    return applyRevocation(identified, { status: 'SUCCEEDED', by: 'MERCHANT' })
  return settledByEnd(moveAgreement(identified, report.status, report), report.status)
}

/** If the agreement has ended at the provider, an open revocation has succeeded. */
function settledByEnd(state: AgreementState, reported: AgreementStatus): AgreementState {
  return isTerminalAgreement(reported) ? moveRevocation(state, 'SUCCEEDED') : state
}

/**
 * Changes the agreement's status if the transition table allows it. An older status changes nothing; a contradiction is
 * recorded as a note.
 */
export function moveAgreement(
  state: AgreementState,
  status: AgreementStatus,
  update: { readonly failure?: Failure; readonly authenticationMethods?: readonly AuthenticationMethod[] },
): AgreementState {
  const present = state.agreement.status
  switch (judgeAgreementUpdate(present, status)) {
    case 'old':
      return state
    case 'contradiction':
      return noteOnAgreement(state, {
        type: 'agreement.contradiction',
        key: status,
        needsAttention: true,
        data: {
          recorded: present,
          reported: status,
          ...(update.failure ? { failure: withoutFreeText(update.failure) } : {}),
        },
      })
    default:
      return step(state, 'agreement.status_changed', status, update)
  }
}

/** Records that the consumer entered a payment instrument. The request that creates the agreement comes next. */
export function giveInstrument(state: AgreementState): AgreementState {
  return step(state, 'agreement.instrument_given', state.agreement.status, {})
}

/** Records a revocation before it is sent. @param ends The agreement's new status, if it changes immediately. */
export function requestRevocation(
  state: AgreementState,
  revocation: RevocationFacts,
  ends: { readonly status: AgreementStatus; readonly failure: Failure } | null,
): AgreementState {
  const withIt = { ...state, revocations: [...state.revocations, revocation] }
  const status = ends?.status ?? state.agreement.status
  return step(
    withIt,
    'agreement.revocation_requested',
    status,
    { ...(ends ? { failure: ends.failure } : {}) },
    revocation,
  )
}

/** Records the outcome of the open revocation. */
export function moveRevocation(
  state: AgreementState,
  status: Exclude<OperationStatus, 'PROCESSING'>,
  failure?: Failure,
): AgreementState {
  const open = openRevocation(state)
  if (open === undefined || open.status === status) return state
  const next: RevocationFacts = { ...open, status, failure: status === 'FAILED' ? (failure ?? unexplained) : null }
  const withIt = { ...state, revocations: state.revocations.map(one => (one.id === open.id ? next : one)) }
  const ends = status === 'SUCCEEDED' && judgeAgreementUpdate(state.agreement.status, 'REVOKED_BY_MERCHANT') === 'step'
  return step(withIt, revocationEvents[status], ends ? 'REVOKED_BY_MERCHANT' : state.agreement.status, {}, next)
}

function applyRevocation(
  state: AgreementState,
  revocation: NonNullable<AgreementReport['revocation']>,
): AgreementState {
  if (revocation.status === 'FAILED') return moveRevocation(state, 'FAILED', revocation.failure)
  if (revocation.by === 'MERCHANT' && openRevocation(state)) return moveRevocation(state, 'SUCCEEDED')
  const status = revokedBy[revocation.by]
  return settledByEnd(moveAgreement(state, status, {}), status)
}

export function openRevocation(state: AgreementState): RevocationFacts | undefined {
  return state.revocations.find(({ status }) => status !== 'SUCCEEDED' && status !== 'FAILED')
}

export function noteOnAgreement(state: AgreementState, added: AgreementNote): AgreementState {
  return {
    ...state,
    agreement: { ...state.agreement, needsAttention: state.agreement.needsAttention || added.needsAttention },
    notes: [...state.notes, added],
  }
}

function step(
  state: AgreementState,
  type: AgreementStepEvent['type'],
  status: AgreementStatus,
  update: { readonly failure?: Failure; readonly authenticationMethods?: readonly AuthenticationMethod[] },
  revocation?: RevocationFacts,
): AgreementState {
  const from = state.agreement.status
  const failed = status === 'FAILED' && from !== 'FAILED'
  const failure = failed ? (update.failure ?? unexplained) : state.agreement.failure
  const reason = failed ? failure : (revocation?.failure ?? null)
  const agreement: AgreementFacts = {
    ...state.agreement,
    version: state.agreement.version + 1,
    status,
    failure,
    authenticationMethods:
      status === 'AUTHENTICATION_PENDING'
        ? (update.authenticationMethods ?? state.agreement.authenticationMethods)
        : [],
  }
  const made: AgreementStep = {
    type,
    version: agreement.version,
    moved: status === from ? null : { from, to: status },
    data: {
      ...(revocation ? { revocationId: revocation.id } : {}),
      ...(reason ? { failure: withoutFreeText(reason) } : {}),
    },
  }
  return { ...state, agreement, steps: [...state.steps, made] }
}
