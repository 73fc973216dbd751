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
} from '../src/client/index.ts'
import type { Caller } from './callers.ts'
import type { Provider } from './options.ts'
import type { PlannedCharge } from './plan.ts'
import { noteCharge, type OperationKind, type Told } from './told.ts'

const FIRST_POLL_MS = 200
const LONGEST_POLL_MS = 2_500

export const currencies: Readonly<Record<Provider, string>> = { PPRO: 'USD', APS: 'AED' }

/** What a merchant's program does, with its answers noted. One for each piece of work. */
export interface Merchant {
  readonly caller: Caller
  readonly told: Told
  /** Begins all its idempotency keys. */
  readonly name: string
  /** How long it waits for something to be settled. */
  readonly patienceMs: number
  /** Told of each charge that it makes, with the answer's cursor. */
  readonly watchCharge:
    | ((charge: { readonly id: string; readonly version: number }, cursor: string) => void)
    | undefined
}

export type ChargeNow = Awaited<ReturnType<typeof readCharge>>

/** @returns the charge's id. @throws where the gateway refuses it. */
export async function createCharge(
  { caller, told, name, watchCharge }: Merchant,
  planned: PlannedCharge,
  { agreementId, captureMode }: { agreementId: string; captureMode: 'AUTOMATIC' | 'MANUAL' },
): Promise<string> {
  const key = `${name}-charge`
  const entry = told.charges.get(key) ?? { planned, ids: new Set() }
  told.charges.set(key, entry)
  const amount = { value: String(planned.amount), currency: currencies[planned.provider] }
  const { chargeCreate: answer } = await caller.ask(ChargeCreateDocument, {
    input: { idempotencyKey: key, agreementId, captureMode, amount },
  })
  if (answer?.__typename !== 'ChargeCreatePayload') throw new Error(`chargeCreate: ${answer?.code} ${answer?.message}`)
  entry.ids.add(answer.charge.id)
  noteCharge(told, answer.charge)
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

/** Captures, refunds or voids. `amount` null: all that is left. @throws where the gateway refuses it. */
export async function operate(
  { caller, told, name }: Merchant,
  kind: OperationKind,
  { chargeId, suffix, amount, currency }: { chargeId: string; suffix: string; amount: bigint | null; currency: string },
): Promise<void> {
  const key = `${name}-${suffix}`
  const ids = new Set<string>()
  told.operations.set(key, { kind, chargeId, ids })
  const money = amount === null ? {} : { amount: { value: String(amount), currency } }
  const answer = await asks[kind](caller, { idempotencyKey: key, chargeId, ...money })
  if (answer === null || !('charge' in answer))
    throw new Error(`${kind} of ${chargeId}: ${answer?.code} ${answer?.message}`)
  ids.add(answer.operation.id)
  told.seenOperations.push({ ...answer.operation, kind })
  noteCharge(told, answer.charge)
}

export async function revoke({ caller, told }: Merchant, agreementId: string): Promise<void> {
  const { agreementRevoke: answer } = await caller.ask(AgreementRevokeDocument, { input: { agreementId } })
  if (answer?.__typename !== 'AgreementRevokePayload')
    throw new Error(`agreementRevoke: ${answer?.code} ${answer?.message}`)
  told.revoked.add(agreementId)
}

/** Reads a charge again and again until it is as `isReached` says. @throws where patience ends before. */
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

async function readCharge({ caller, told }: Merchant, id: string) {
  const { charge } = await caller.ask(ChargeDocument, { id })
  if (charge == null) throw new Error(`charge ${id} is gone`)
  noteCharge(told, charge)
  return charge
}

export async function readAgreement(
  { caller }: Merchant,
  id: string,
): Promise<NonNullable<AgreementQuery['agreement']>> {
  const { agreement } = await caller.ask(AgreementDocument, { id })
  if (agreement == null) throw new Error(`agreement ${id} is gone`)
  return agreement
}
