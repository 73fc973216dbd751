import { setTimeout as delay } from 'node:timers/promises'
import { AgreementCreateDocument, ConsumerCreateDocument } from '../src/client/index.ts'
import { cards, walk } from '../test/support/consumer.ts'
import { currencies, type Merchant, readAgreement } from './merchant.ts'
import type { Provider } from './options.ts'
import type { PlannedCharge } from './plan.ts'
import { noteCharge } from './told.ts'

const POLL_MS = 500
const PAGE_TIMEOUT_MS = 15_000
/** A consumer who has been through all pages and is still waited for looks once more after this, and so often. */
const LOOKS_AGAIN_MS = 8_000
const LOOKS_MAX = 3

/** There is no way left to go: the answer that named the bank's page was lost, and the provider names it only once. */
export class NowhereToGo extends Error {
  override readonly name = 'NowhereToGo'
}

interface InitialCharge {
  readonly amount: number
  readonly captureMode: 'AUTOMATIC' | 'MANUAL'
  /** Undefined for those that only make an agreement possible. */
  readonly planned: PlannedCharge | undefined
}

const ways = {
  PPRO: { provider: 'PPRO', paymentMethod: 'AMAZON_PAY', country: 'US' },
  APS: { provider: 'APS', paymentMethod: 'CARD', country: 'AE' },
} as const

const cardList = Object.values(cards)

/**
 * Makes a consumer and an agreement, and goes the consumer's way through the provider's pages, as often as it takes:
 * pages may not come, the gateway may be gone when the browser comes back.
 *
 * @throws NowhereToGo; or another error where the agreement does not become ACTIVE.
 */
export async function makeAgreement(
  merchant: Merchant,
  { provider, initialCharge, choice }: { provider: Provider; initialCharge: InitialCharge | undefined; choice: number },
): Promise<{ agreementId: string; chargeId: string | undefined }> {
  const { caller, told, name } = merchant
  const { country, ...way } = ways[provider]
  const { consumerCreate } = await caller.ask(ConsumerCreateDocument, {
    input: { idempotencyKey: `${name}-consumer`, country, name: 'Ada Lovelace', email: 'ada@example.com' },
  })
  if (consumerCreate.__typename !== 'ConsumerCreatePayload')
    throw new Error(`consumerCreate: ${consumerCreate.code} ${consumerCreate.message}`)
  const key = `${name}-agreement`
  const ids = new Set<string>()
  told.agreements.set(key, ids)
  const charges = { planned: initialCharge?.planned, ids: new Set<string>() }
  if (initialCharge) told.charges.set(key, charges)
  const { agreementCreate } = await caller.ask(AgreementCreateDocument, {
    input: {
      ...{
        idempotencyKey: key,
        ...way,
        consumerId: consumerCreate.consumer.id,
        returnUrl: 'https://shop.example/done',
      },
      ...(initialCharge && {
        initialCharge: {
          amount: { value: String(initialCharge.amount), currency: currencies[provider] },
          captureMode: initialCharge.captureMode,
        },
      }),
    },
  })
  if (agreementCreate.__typename !== 'AgreementCreatePayload')
    throw new Error(`agreementCreate: ${agreementCreate.code} ${agreementCreate.message}`)
  const { agreement } = agreementCreate
  ids.add(agreement.id)
  if (agreement.initialCharge) {
    charges.ids.add(agreement.initialCharge.id)
    noteCharge(told, agreement.initialCharge)
  }
  await agree(merchant, agreement.id, choice)
  return { agreementId: agreement.id, chargeId: agreement.initialCharge?.id }
}

async function agree(merchant: Merchant, agreementId: string, choice: number): Promise<void> {
  const end = Date.now() + merchant.patienceMs
  let [goesAt, looks] = [0, 0]
  for (;;) {
    const { status, terminal, authenticationMethods, initialCharge } = await readAgreement(merchant, agreementId)
    if (status === 'ACTIVE') return
    if (terminal || Date.now() > end) throw new Error(`agreement ${agreementId} is ${status}`)
    // The provider waits for its consumer, and nobody knows where.
    const isPathless = status === 'AUTHENTICATION_PENDING' && initialCharge?.status === 'AUTHORIZATION_PENDING'
    if (isPathless && looks >= LOOKS_MAX) throw new NowhereToGo(`agreement ${agreementId}`)
    const requestUrl = authenticationMethods[0]?.requestUrl
    if (requestUrl != null && Date.now() >= goesAt) {
      const cameBack = await goThroughPages(String(requestUrl), choice)
      if (cameBack) looks += 1
      goesAt = Date.now() + (cameBack ? LOOKS_AGAIN_MS : POLL_MS)
    }
    await delay(POLL_MS)
  }
}

/** True where the browser came back to the merchant's page. */
async function goThroughPages(requestUrl: string, choice: number): Promise<boolean> {
  const open = (url: string, init: RequestInit) => fetch(url, { ...init, signal: AbortSignal.timeout(PAGE_TIMEOUT_MS) })
  try {
    await walk(requestUrl, { card: cardList[choice % cardList.length] ?? cards.visa, open })
    return true
  } catch {
    return false // a page that did not come, or one that has nothing more to ask: the consumer tries again
  }
}
