import { setTimeout as delay } from 'node:timers/promises'
import { AgreementCreateDocument, ConsumerCreateDocument } from '../../src/client/index.ts'
import { cards, walk } from '../../test/support/world/consumer.ts'
import type { Provider } from '../plan/load-options.ts'
import type { PlannedCharge } from '../plan/plan.ts'
import { currencies, type Merchant, readAgreement } from './merchant.ts'
import { PAGE_LOST } from './page-lost.ts'
import { noteCharge } from './responses.ts'

const POLL_MS = 500
const PAGE_TIMEOUT_MS = 15_000
/** If the agreement still waits after all pages, the consumer opens its link again after this time. */
const LOOKS_AGAIN_MS = 8_000
/** The largest number of agreements that a merchant creates until the consumer completes one. */
const BEGINNINGS_MAX = 5

/**
 * The gateway gave up an agreement because the address of its consumer's page was in a lost response. The merchant
 * starts again.
 */
class PageLost extends Error {
  override readonly name = 'PageLost'
}

interface InitialCharge {
  readonly amount: number
  readonly captureMode: 'AUTOMATIC' | 'MANUAL'
  /** Undefined for an agreement that only prepares later charges. */
  readonly planned: PlannedCharge | undefined
}

const ways = {
  PPRO: { provider: 'PPRO', paymentMethod: 'AMAZON_PAY', country: 'US' },
  APS: { provider: 'APS', paymentMethod: 'CARD', country: 'AE' },
} as const

const cardList = Object.values(cards)

/**
 * Creates a consumer and an agreement, and visits the provider's pages as the consumer, as often as needed: a page can
 * fail, and the gateway can be down when the browser returns. If the address of the provider's page was in a lost
 * response, the agreement's failure says so, and the merchant follows its advice: a new agreement.
 *
 * @throws if the agreement does not become ACTIVE.
 */
export async function makeAgreement(merchant: Merchant, wish: Wish): Promise<MadeAgreement> {
  for (let beginning = 1; ; beginning++)
    try {
      const name = beginning === 1 ? merchant.name : `${merchant.name}-${beginning}`
      return await merchant.calendar.withinADay(() => beginAgreement({ ...merchant, name }, wish))
    } catch (error) {
      if (!(error instanceof PageLost) || beginning === BEGINNINGS_MAX) throw error
    }
}

interface Wish {
  readonly provider: Provider
  readonly initialCharge: InitialCharge | undefined
  readonly choice: number
}

interface MadeAgreement {
  readonly agreementId: string
  readonly chargeId: string | undefined
}

async function beginAgreement(merchant: Merchant, { provider, initialCharge, choice }: Wish): Promise<MadeAgreement> {
  const { caller, responses, name } = merchant
  const { country, ...way } = ways[provider]
  const { consumerCreate } = await caller.ask(ConsumerCreateDocument, {
    input: { idempotencyKey: `${name}-consumer`, country, name: 'Ada Lovelace', email: 'ada@example.com' },
  })
  if (consumerCreate?.__typename !== 'ConsumerCreatePayload')
    throw new Error(`consumerCreate: ${consumerCreate?.code} ${consumerCreate?.message}`)
  const key = `${name}-agreement`
  const ids = new Set<string>()
  responses.agreements.set(key, ids)
  const charges = { planned: initialCharge?.planned, ids: new Set<string>() }
  if (initialCharge) responses.charges.set(key, charges)
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
  if (agreementCreate?.__typename !== 'AgreementCreatePayload')
    throw new Error(`agreementCreate: ${agreementCreate?.code} ${agreementCreate?.message}`)
  const { agreement } = agreementCreate
  ids.add(agreement.id)
  if (agreement.initialCharge) {
    charges.ids.add(agreement.initialCharge.id)
    noteCharge(responses, agreement.initialCharge)
  }
  await agree(merchant, agreement.id, choice)
  return { agreementId: agreement.id, chargeId: agreement.initialCharge?.id }
}

async function agree(merchant: Merchant, agreementId: string, choice: number): Promise<void> {
  const end = Date.now() + merchant.patienceMs
  let goesAt = 0
  for (;;) {
    const { status, terminal, authenticationMethods, failure } = await readAgreement(merchant, agreementId)
    if (status === 'ACTIVE') return
    if (failure?.code === PAGE_LOST && failure.advice === 'NEW_AGREEMENT')
      throw new PageLost(`agreement ${agreementId}`)
    if (terminal || Date.now() > end)
      throw new Error(`agreement ${agreementId} is ${status}${failure ? ` ${failure.code}` : ''}`)
    const requestUrl = authenticationMethods[0]?.requestUrl
    if (requestUrl != null && Date.now() >= goesAt) {
      const cameBack = await goThroughPages(String(requestUrl), choice)
      goesAt = Date.now() + (cameBack ? LOOKS_AGAIN_MS : POLL_MS)
    }
    await delay(POLL_MS)
  }
}

/** True if the browser returned to the merchant's page. */
async function goThroughPages(requestUrl: string, choice: number): Promise<boolean> {
  const open = (url: string, init: RequestInit) => fetch(url, { ...init, signal: AbortSignal.timeout(PAGE_TIMEOUT_MS) })
  try {
    await walk(requestUrl, { card: cardList[choice % cardList.length] ?? cards.visa, open })
    return true
  } catch {
    return false // a page that failed, or a page that asks for nothing more: the consumer tries again
  }
}
