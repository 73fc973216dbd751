import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  AgreementCreateDocument,
  AgreementDocument,
  AgreementRevokeDocument,
  ChargeCreateDocument,
  ChargeDocument,
  ChargeRefundDocument,
  type Client,
  ConsumerCreateDocument,
  createClient,
  EventCursorDocument,
  EventLoggedDocument,
} from '../../src/client/index.ts'
import { type Perennial, startPerennial } from '../support/programs/processes.ts'
import { until } from '../support/until.ts'
import { cards, walk } from '../support/world/consumer.ts'

let perennial: Perennial
let client: Client
beforeAll(async () => {
  perennial = await startPerennial()
  client = newClient()
})
afterAll(async () => {
  await client.close()
  await perennial.cleanUp()
})

const newClient = () => createClient({ url: perennial.graphqlUrl, authorization: 'sk_test_sandbox' })
const usd = (value: number) => ({ value: String(value), currency: 'USD' })

const ways = [
  { provider: 'PPRO', paymentMethod: 'AMAZON_PAY' },
  { provider: 'APS', paymentMethod: 'CARD' },
] as const
type Way = (typeof ways)[number]

async function givenAgreement(way: Way) {
  const { consumerCreate } = await client.request(ConsumerCreateDocument, {
    input: { idempotencyKey: randomUUID(), country: 'US', name: 'John Smith', email: 'john@example.com' },
  })
  if (consumerCreate?.__typename !== 'ConsumerCreatePayload') throw new Error(consumerCreate?.message)
  const { agreementCreate } = await client.request(AgreementCreateDocument, {
    input: {
      idempotencyKey: randomUUID(),
      ...way,
      consumerId: consumerCreate.consumer.id,
      returnUrl: 'https://shop.example/done',
      initialCharge: { amount: usd(1_000) },
    },
  })
  if (agreementCreate?.__typename !== 'AgreementCreatePayload') throw new Error(agreementCreate?.message)
  return agreementCreate
}

async function approve(agreement: {
  id: string
  authenticationMethods: readonly { requestUrl?: unknown }[]
}): Promise<void> {
  const { end } = await walk(String(agreement.authenticationMethods[0]?.requestUrl), { card: cards.visaAsked })
  expect(end).toBe(`https://shop.example/done?agreementId=${agreement.id}`)
}

/** Collects an agreement's part of the log in a list, with a client of its own. */
function watch(agreementId: string, after: string) {
  const watcher = newClient()
  const seen: {
    id: string
    type: string
    subjectId: string
    version: number
    status: string | null
    eventCursor: string
  }[] = []
  const done = (async () => {
    for await (const event of watcher.watch(EventLoggedDocument, { filter: { agreementId }, after }))
      seen.push(event as (typeof seen)[number])
  })()
  return {
    seen,
    stop: async () => {
      await watcher.close()
      await done
    },
  }
}

interface Ledger {
  charges: { provider: string; agreementId: string; amount: number; captured: number; refunded: number }[]
}

test.each(ways)(
  'the main flow with $provider, by the typed client: agreement, charges, refunds, revocation, seen live; the ledger agrees',
  async way => {
    const { agreement, eventCursor } = await givenAgreement(way)
    expect(agreement.status).toBe('AUTHENTICATION_PENDING')
    const live = watch(agreement.id, eventCursor)
    await approve(agreement)
    await until('ACTIVE and CAPTURED', () =>
      ['ACTIVE', 'CAPTURED'].every(status => live.seen.some(event => event.status === status)),
    )

    const { chargeCreate } = await client.request(ChargeCreateDocument, {
      input: { idempotencyKey: randomUUID(), agreementId: agreement.id, amount: usd(2_500) },
    })
    if (chargeCreate?.__typename !== 'ChargeCreatePayload') throw new Error(chargeCreate?.message)
    expect(chargeCreate.charge.status).toBe('CAPTURED')
    const { chargeRefund } = await client.request(ChargeRefundDocument, {
      input: { idempotencyKey: randomUUID(), chargeId: chargeCreate.charge.id, amount: usd(500) },
    })
    if (chargeRefund?.__typename !== 'ChargeRefundPayload') throw new Error(chargeRefund?.message)
    expect(chargeRefund.charge).toMatchObject({ status: 'PARTIALLY_REFUNDED', refundableAmount: { decimal: '20.00' } })
    const { chargeRefund: rest } = await client.request(ChargeRefundDocument, {
      input: { idempotencyKey: randomUUID(), chargeId: chargeCreate.charge.id },
    })
    if (rest?.__typename !== 'ChargeRefundPayload') throw new Error(rest?.message)
    expect(rest.charge).toMatchObject({ status: 'REFUNDED', refundableAmount: { decimal: '0.00' } })
    const { agreementRevoke } = await client.request(AgreementRevokeDocument, { input: { agreementId: agreement.id } })
    expect(agreementRevoke).toMatchObject({ agreement: { status: 'REVOKED_BY_MERCHANT' } })
    const { chargeCreate: refused } = await client.request(ChargeCreateDocument, {
      input: { idempotencyKey: randomUUID(), agreementId: agreement.id, amount: usd(100) },
    })
    expect(refused).toMatchObject({ __typename: 'InvalidState', code: 'INVALID_STATE' })

    await until('the revocation', () => live.seen.some(({ status }) => status === 'REVOKED_BY_MERCHANT'))
    await live.stop()
    const statusesOf = (id: string) =>
      live.seen.filter(({ subjectId, status }) => subjectId === id && status).map(({ status }) => status)
    expect(statusesOf(agreement.id)).toEqual(['ACTIVE', 'REVOKED_BY_MERCHANT'])
    expect(statusesOf(chargeCreate.charge.id)).toEqual([
      'PROCESSING',
      'AUTHORIZED',
      'CAPTURED',
      'PARTIALLY_REFUNDED',
      'REFUNDED',
    ])
    const { charges } = (await (await fetch(`${perennial.sandboxUrl}/control/ledger`)).json()) as Ledger
    const ours = charges.filter(({ provider }) => provider === way.provider)
    expect(ours.map(({ amount, captured, refunded }) => [amount, captured, refunded])).toEqual([
      [1_000, 1_000, 0],
      [2_500, 2_500, 2_500],
    ])
  },
)

test('a subscriber through a gateway that is killed and a supervisor that is killed: what it saw is the log (scenario 2) (scenario 17)', async () => {
  const { agreement, eventCursor } = await givenAgreement(ways[0])
  const live = watch(agreement.id, eventCursor)
  await approve(agreement)
  await until('CAPTURED', () => live.seen.some(({ status }) => status === 'CAPTURED'))

  await perennial.kill9()
  const before = perennial
  perennial = await startPerennial({
    dataDir: before.dataDir,
    env: { PORT: new URL(before.url).port, SANDBOX_PORT: new URL(before.sandboxUrl).port },
  })
  const { agreement: kept } = await client.request(AgreementDocument, { id: agreement.id })
  expect(kept?.status).toBe('ACTIVE')
  const { chargeCreate } = await client.request(ChargeCreateDocument, {
    input: { idempotencyKey: randomUUID(), agreementId: agreement.id, amount: usd(700) },
  })
  if (chargeCreate?.__typename !== 'ChargeCreatePayload') throw new Error(chargeCreate?.message)
  const { charge } = await client.request(ChargeDocument, { id: chargeCreate.charge.id })
  const seen = await until(
    'the charge after the restart',
    () => live.seen.some(({ subjectId, status }) => subjectId === charge?.id && status === 'CAPTURED') && live.seen,
  )
  await live.stop()
  expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length)
  const versions = (id: string) => seen.filter(({ subjectId }) => subjectId === id).map(({ version }) => version)
  expect(versions(chargeCreate.charge.id)).toEqual([1, 2, 3])
  const since = versions(agreement.id)
  expect(since).toEqual(since.map((_, index) => agreement.version + 1 + index))
  expect(since.at(-1)).toBe(kept?.version)
})

test('from the log’s end, read before a list, nothing is missed either', async () => {
  const { eventCursor } = await client.request(EventCursorDocument, {})
  const { agreement } = await givenAgreement(ways[0])
  const live = watch(agreement.id, eventCursor)
  const versions = () => live.seen.filter(({ subjectId }) => subjectId === agreement.id).map(({ version }) => version)
  // At least two; a third if the provider's notification is faster than its response, which names the instrument.
  await until('its versions', () => versions().length >= agreement.version)
  await live.stop()
  expect(versions()).toEqual(versions().map((_, index) => index + 1))
})
