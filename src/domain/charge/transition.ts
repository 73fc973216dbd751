import type { AuthenticationMethod } from '../agreement/authentication.ts'
import { type Failure, isRetryable, unexplained, withoutFreeText } from '../decline/failure.ts'
import type { ChargeStatus, OperationStatus } from '../enums.ts'
import {
  type ChargeNoteEvent,
  type ChargeStepEvent,
  type NoteOf,
  operationEvents,
  type StepOf,
} from '../event-log/events.ts'
import type { OperationReport } from '../provider/report.ts'
import { chargeStatus, type StatusOperation } from './status.ts'

/** The part of a charge that the rules use. */
interface ChargeFacts {
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
  /** The reference that we sent; null if the provider started the operation. */
  readonly sentReference: string | null
}

export type ChargeStep = StepOf<ChargeStepEvent, ChargeStatus>
export type ChargeNote = NoteOf<ChargeNoteEvent>

export interface ChargeState {
  readonly charge: ChargeFacts
  readonly operations: readonly OperationFacts[]
  readonly steps: readonly ChargeStep[]
  readonly notes: readonly ChargeNote[]
}

export function openCharge(charge: ChargeFacts, operations: readonly OperationFacts[]): ChargeState {
  return { charge, operations, steps: [], notes: [] }
}

/** The new state of an operation. */
interface OperationUpdate {
  readonly status: OperationStatus
  readonly failure?: Failure
  readonly providerReference?: string
  /** The charge's methods while the consumer must act. */
  readonly authenticationMethods?: readonly AuthenticationMethod[]
}

/** Adds an operation: one that the gateway is about to request, or one that the provider did without a request. */
export function addOperation(state: ChargeState, operation: OperationFacts): ChargeState {
  return step(state, [...state.operations, operation], operation, undefined)
}

/** Changes an operation's status. No effect if its status is final or already the new one. */
export function moveOperation(state: ChargeState, id: string, update: OperationUpdate): ChargeState {
  const present = state.operations.find(operation => operation.id === id)
  if (present === undefined) throw new Error(`the charge has no operation ${id}`)
  switch (judge(present, update, state.charge)) {
    case 'old':
      return state
    case 'contradiction':
      return contradict(state, present, update)
    default: {
      const next: OperationFacts = {
        ...present,
        status: update.status,
        failure: update.status === 'FAILED' ? (update.failure ?? unexplained) : null,
        providerReference: present.providerReference ?? update.providerReference ?? null,
      }
      const operations = state.operations.map(operation => (operation.id === id ? next : operation))
      return step(state, operations, next, update.authenticationMethods)
    }
  }
}

/**
 * The consumer has acted, and the request for the authorization is about to be sent. The only transition from PENDING
 * back to PROCESSING.
 */
export function resumeAuthorization(state: ChargeState, id: string): ChargeState {
  const present = state.operations.find(operation => operation.id === id)
  if (present?.kind !== 'AUTHORIZATION' || present.status !== 'PENDING')
    throw new Error(`the charge has no pending authorization ${id}`)
  const next: OperationFacts = { ...present, status: 'PROCESSING' }
  const operations = state.operations.map(operation => (operation.id === id ? next : operation))
  return step(state, operations, next, [])
}

/**
 * The stage of each status. An update with an earlier stage is old. UNKNOWN is earlier than any report of the provider.
 */
const stage: Readonly<Record<OperationStatus, number>> = {
  PROCESSING: 0,
  UNKNOWN: 1,
  PENDING: 2,
  SUCCEEDED: 3,
  FAILED: 3,
}

function judge(
  present: OperationFacts,
  update: OperationUpdate,
  charge: ChargeFacts,
): 'step' | 'old' | 'contradiction' {
  if (present.status === update.status) {
    const turned = present.kind === 'AUTHORIZATION' && present.status === 'PENDING' && turns(charge, update)
    return turned || forbidsRetry(present, update) ? 'step' : 'old'
  }
  if (stage[update.status] > stage[present.status]) return 'step'
  return stage[update.status] === stage[present.status] ? 'contradiction' : 'old'
}

/** True if a pending authorization starts or stops waiting for the consumer. False if the update does not say. */
function turns(
  { authenticationMethods: present }: ChargeFacts,
  { authenticationMethods: reported }: OperationUpdate,
): boolean {
  return reported !== undefined && (present.length === 0) !== (reported.length === 0)
}

/**
 * True if a known failure must no longer be retried. A provider's response can forbid retries while its webhook does
 * not (PPRO's never does), and they arrive in any order.
 */
function forbidsRetry({ failure: known }: OperationFacts, { status, failure: reported }: OperationUpdate): boolean {
  return status === 'FAILED' && known !== null && reported !== undefined && isRetryable(known) && !isRetryable(reported)
}

function contradict(state: ChargeState, present: OperationFacts, update: OperationUpdate): ChargeState {
  const data = {
    operationId: present.id,
    kind: present.kind,
    recorded: present.status,
    reported: update.status,
    ...(update.failure ? { failure: withoutFreeText(update.failure) } : {}),
  }
  return note(state, {
    type: 'charge.contradiction',
    key: `${present.id}:${update.status}`,
    data,
    needsAttention: true,
  })
}

/** Adds a note; marks the charge if an operator must decide. */
export function note(state: ChargeState, added: ChargeNote): ChargeState {
  return {
    ...state,
    charge: { ...state.charge, needsAttention: state.charge.needsAttention || added.needsAttention },
    notes: [...state.notes, added],
  }
}

function step(
  state: ChargeState,
  operations: readonly OperationFacts[],
  changed: OperationFacts,
  methods: readonly AuthenticationMethod[] | undefined,
): ChargeState {
  const waiting = operations.some(({ kind, status }) => kind === 'AUTHORIZATION' && status === 'PENDING')
  const authenticationMethods = waiting ? (methods ?? state.charge.authenticationMethods) : []
  const status = chargeStatus(operations, authenticationMethods.length > 0)
  const from = state.charge.status
  const charge: ChargeFacts = {
    ...state.charge,
    version: state.charge.version + 1,
    status,
    authenticationMethods,
    failure: status === 'FAILED' || status === 'DISCARDED' ? (changed.failure ?? state.charge.failure) : null,
  }
  const made: ChargeStep = {
    type: operationEvents[changed.kind][changed.status],
    version: charge.version,
    moved: status === from ? null : { from, to: status },
    data: {
      operationId: changed.id,
      amount: changed.amount.toString(),
      currency: charge.currency,
      ...(changed.failure ? { failure: withoutFreeText(changed.failure) } : {}),
    },
  }
  return { ...state, charge, operations, steps: [...state.steps, made] }
}

/** The operation of a report: found by the provider's id, by our reference, or as the only possible one. */
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
    ofKind.find(operation => isUnnamedTwin(operation, report)) ??
    (report.kind === 'AUTHORIZATION' ? findAuthorization(ofKind, report) : undefined)
  )
}

/** A charge has one authorization besides failed ones, so an authorization without an id is the reported one. */
function findAuthorization(
  authorizations: readonly OperationFacts[],
  report: OperationReport,
): OperationFacts | undefined {
  const state = authorizations.find(({ status }) => status !== 'FAILED')
  if (state === undefined) return authorizations.at(-1)
  const another = state.providerReference !== null && report.providerReference !== undefined
  return another && report.status === 'FAILED' ? undefined : state
}

function carriesOurReference({ sentReference, providerReference }: OperationFacts, report: OperationReport): boolean {
  const sameReference = sentReference !== null && sentReference === report.sentReference
  return sameReference && (providerReference === null || report.providerReference === undefined)
}

/** If one of the two has neither id nor reference (a capture inferred from the charge's status), the amount decides. */
function isUnnamedTwin(operation: OperationFacts, report: OperationReport): boolean {
  const reportIsUnnamed = report.providerReference === undefined && report.sentReference === undefined
  const operationIsUnnamed = operation.providerReference === null && operation.sentReference === null
  return (reportIsUnnamed || operationIsUnnamed) && operation.status !== 'FAILED' && operation.amount === report.amount
}
