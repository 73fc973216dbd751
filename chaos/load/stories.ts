import type { Provider } from '../plan/load-options.ts'
import type { PlannedCharge } from '../plan/plan.ts'
import { makeAgreement } from './consent.ts'
import { type ChargeNow, chargeWhen, createCharge, currencies, type Merchant, operate, revoke } from './merchant.ts'

/** Agreements for the charges, by provider. */
export type Agreements = Readonly<Record<Provider, readonly string[]>>

/** The first step of a story, and its caller's remaining steps. */
export interface StartedStory {
  readonly rest: () => Promise<void>
}

const isWaiting = new Set(['PROCESSING', 'UNKNOWN', 'AUTHENTICATION_PENDING', 'AUTHORIZATION_PENDING'])
const settled = ({ status }: ChargeNow) => !isWaiting.has(status)

/** Manual capture: with APS only an agreement's first charge can use it. */
const byHand = new Set<PlannedCharge['story']>(['capturedInParts', 'capturedAndVoided', 'voided'])

/**
 * Makes a planned charge. Resolves with its response. `rest` is the remaining story, which may have to wait for a lost
 * response.
 *
 * @throws if the gateway refuses a valid request.
 */
export async function begin(merchant: Merchant, planned: PlannedCharge, agreements: Agreements): Promise<StartedStory> {
  const { story, provider } = planned
  const captureMode = byHand.has(story) ? 'MANUAL' : 'AUTOMATIC'
  const isInitial = story === 'initial' || (provider === 'APS' && (captureMode === 'MANUAL' || story === 'revoked'))
  if (isInitial || story === 'revoked') return { rest: () => withAgreement(merchant, planned, isInitial, captureMode) }
  const list = agreements[provider]
  const agreementId = list[planned.choice % list.length]
  if (agreementId === undefined) throw new Error(`there is no agreement with ${provider}`)
  const create = () => createCharge(merchant, planned, { agreementId, captureMode })
  const [chargeId] = await Promise.all(story === 'twice' ? [create(), create()] : [create()])
  return { rest: () => goOn(merchant, planned, chargeId) }
}

async function withAgreement(
  merchant: Merchant,
  planned: PlannedCharge,
  isInitial: boolean,
  captureMode: 'AUTOMATIC' | 'MANUAL',
): Promise<void> {
  const { amount, provider, choice } = planned
  const initialCharge = isInitial ? { amount, captureMode, planned } : undefined
  const made = await makeAgreement(merchant, { provider, initialCharge, choice })
  const { agreementId } = made
  const chargeId = made.chargeId ?? (await createCharge(merchant, planned, { agreementId, captureMode }))
  await goOn(merchant, planned, chargeId)
  if (planned.story === 'revoked') await revoke(merchant, agreementId)
}

async function goOn(merchant: Merchant, planned: PlannedCharge, chargeId: string): Promise<void> {
  const { status } = await chargeWhen(merchant, chargeId, settled)
  if (status === 'FAILED') return
  const currency = currencies[planned.provider]
  const part = BigInt(Math.floor(planned.amount * 0.4))
  const rest = BigInt(planned.amount) - part
  const refund = (suffix: string, amount: bigint | null) =>
    operate(merchant, 'REFUND', { chargeId, suffix, amount, currency })
  const capture = (suffix: string, amount: bigint) =>
    operate(merchant, 'CAPTURE', { chargeId, suffix, amount, currency })
  const captured = () => chargeWhen(merchant, chargeId, charge => charge.status === 'CAPTURED')
  switch (planned.story) {
    case 'refundedTwice':
      await captured()
      await Promise.all([refund('refund-1', part), refund('refund-2', part)])
      return
    case 'refundedWhole':
      await captured()
      await refund('refund', null)
      return
    case 'capturedInParts':
      await capture('capture-1', part)
      await capture('capture-2', rest)
      return
    case 'capturedAndVoided':
      await capture('capture', part)
      if (planned.provider === 'PPRO')
        await operate(merchant, 'VOID', { chargeId, suffix: 'void', amount: rest, currency })
      return
    case 'voided':
      await operate(merchant, 'VOID', { chargeId, suffix: 'void', amount: null, currency })
      return
    default:
      return
  }
}
