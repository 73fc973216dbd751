import { setTimeout as delay } from 'node:timers/promises'
import {
  AgreementDocument,
  type AgreementQuery,
  AgreementRevokeDocument,
  ChargeCaptureDocument,
  ChargeCreateDocument,
  ChargeDocument,
  ChargeRefundDocument,
  ChargeVoidDocument,
} from '../../src/client/index.ts'
import type { Versioned } from '../audience/topics.ts'
import type { Provider } from '../plan/load-options.ts'
import type { PlannedCharge } from '../plan/plan.ts'
import type { Calendar } from './calendar.ts'
import type { Caller } from './callers.ts'
import { noteCharge, type OperationKind, type Responses } from './responses.ts'

const FIRST_POLL_MS = 200
const LONGEST_POLL_MS = 2_500

export const currencies: Readonly<Record<Provider, string>> = { PPRO: 'USD', APS: 'AED' }

/** A merchant's program that records its responses. One for each piece of work. */
export interface Merchant {
  readonly caller: Caller
  readonly responses: Responses
  /** The prefix of all its idempotency keys. */
  readonly name: string
  /** The longest wait for a result. */
  readonly patienceMs: number
  /** Called for each charge that it makes, with the response's cursor. */
  readonly watchCharge: ((charge: Versioned, cursor: string) => void) | undefined
  readonly watchSchedule: ((schedule: Versioned, cursor: string) => void) | undefined
  readonly calendar: Pick<Calendar, 'days' | 'withinADay'>
}

export type ChargeNow = Awaited<ReturnType<typeof readCharge>>

/** @returns the charge's id. @throws if the gateway refuses it. */
export async function createCharge(
  { caller, responses, name, watchCharge }: Merchant,
  planned: PlannedCharge,
  { agreementId, captureMode }: { agreementId: string; captureMode: 'AUTOMATIC' | 'MANUAL' },
): Promise<string> {
  const key = `${name}-charge`
  const entry = responses.charges.get(key) ?? { planned, ids: new Set() }
  responses.charges.set(key, entry)
  const amount = { value: String(planned.amount), currency: currencies[planned.provider] }
  const { chargeCreate: answer } = await caller.ask(ChargeCreateDocument, {
    input: { idempotencyKey: key, agreementId, captureMode, amount },
  })
  if (answer?.__typename !== 'ChargeCreatePayload') throw new Error(`chargeCreate: ${answer?.code} ${answer?.message}`)
  entry.ids.add(answer.charge.id)
  noteCharge(responses, answer.charge)
  watchCharge?.(answer.charge, answer.eventCursor)
  return answer.charge.id
}

interface OperationInput {
  readonly idempotencyKey: string
  readonly chargeId: string
  readonly amount?: { readonly value: string; readonly currency: string }
}

const asks = {
  async CAPTURE(caller: Caller, input: OperationInput) {
    const { chargeCapture: answer } = await caller.ask(ChargeCaptureDocument, { input })
    return answer && 'charge' in answer ? { charge: answer.charge, operation: answer.capture } : answer
  },
  async REFUND(caller: Caller, input: OperationInput) {
    const { chargeRefund: answer } = await caller.ask(ChargeRefundDocument, { input })
    return answer && 'charge' in answer ? { charge: answer.charge, operation: answer.refund } : answer
  },
  async VOID(caller: Caller, input: OperationInput) {
    const { chargeVoid: answer } = await caller.ask(ChargeVoidDocument, { input })
    return answer && 'charge' in answer ? { charge: answer.charge, operation: answer.voidOperation } : answer
  },
}

/** Captures, refunds or voids. `amount` null: the whole rest. @throws if the gateway refuses it. */
export async function operate(
  { caller, responses, name }: Merchant,
  kind: OperationKind,
  { chargeId, suffix, amount, currency }: { chargeId: string; suffix: string; amount: bigint | null; currency: string },
): Promise<void> {
  const key = `${name}-${suffix}`
  const ids = new Set<string>()
  responses.operations.set(key, { kind, chargeId, ids })
  const money = amount === null ? {} : { amount: { value: String(amount), currency } }
  const answer = await asks[kind](caller, { idempotencyKey: key, chargeId, ...money })
  if (answer === null || !('charge' in answer))
    throw new Error(`${kind} of ${chargeId}: ${answer?.code} ${answer?.message}`)
  ids.add(answer.operation.id)
  responses.seenOperations.push({ ...answer.operation, kind })
  noteCharge(responses, answer.charge)
}

export async function revoke({ caller, responses }: Merchant, agreementId: string): Promise<void> {
  const { agreementRevoke: answer } = await caller.ask(AgreementRevokeDocument, { input: { agreementId } })
  if (answer?.__typename !== 'AgreementRevokePayload')
    throw new Error(`agreementRevoke: ${answer?.code} ${answer?.message}`)
  responses.revoked.add(agreementId)
}

/** Reads a charge repeatedly until `isReached` holds. @throws if the patience ends before. */
export async function chargeWhen(
  merchant: Merchant,
  chargeId: string,
  isReached: (charge: ChargeNow) => boolean,
): Promise<ChargeNow> {
  const end = Date.now() + merchant.patienceMs
  for (let pollMs = FIRST_POLL_MS; ; pollMs = Math.min(pollMs * 1.5, LONGEST_POLL_MS)) {
    const charge = await readCharge(merchant, chargeId)
    if (isReached(charge)) return charge
    if (Date.now() > end) throw new Error(`charge ${chargeId} stayed ${charge.status}`)
    await delay(pollMs)
  }
}

async function readCharge({ caller, responses }: Merchant, id: string) {
  const { charge } = await caller.ask(ChargeDocument, { id })
  if (charge == null) throw new Error(`charge ${id} no longer exists`)
  noteCharge(responses, charge)
  return charge
}

export async function readAgreement(
  { caller }: Merchant,
  id: string,
): Promise<NonNullable<AgreementQuery['agreement']>> {
  const { agreement } = await caller.ask(AgreementDocument, { id })
  if (agreement == null) throw new Error(`agreement ${id} no longer exists`)
  return agreement
}
