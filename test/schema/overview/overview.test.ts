import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../src/base/id.ts'
import type { ChargeStatus } from '../../../src/domain/enums.ts'
import { startGraph, type TestGraph } from '../support/graph.ts'
import {
  addAgreement,
  addCharge,
  addConsumer,
  addOperation,
  addProviderEvent,
  addProviderRequest,
  type NewAgreement,
  type NewCharge,
} from '../support/rows.ts'

let graph: TestGraph
let amazon: NewAgreement
let card: NewAgreement
beforeAll(async () => {
  graph = await startGraph()
  const consumer = await addConsumer(graph.database, graph.tenant)
  amazon = await addAgreement(graph.database, consumer)
  card = await addAgreement(graph.database, consumer, { provider: 'APS', paymentMethod: 'CARD' })
})
afterAll(() => graph.stop())

const failure = {
  kind: 'SOFT_DECLINE',
  code: 'INSUFFICIENT_FUNDS',
  advice: 'RETRY_LATER',
  message: 'No funds.',
} as const

function chargeAt(
  at: string,
  status: ChargeStatus,
  given: Partial<NewCharge> & { readonly under?: NewAgreement } = {},
) {
  const { under = amazon, ...columns } = given
  const now = new Date(at)
  const why = status === 'FAILED' || status === 'DISCARDED' ? { failure } : {}
  const row = { id: newId('charge', now), createdAt: now, updatedAt: now, status, ...why, ...columns }
  return addCharge(graph.database, under, row)
}
async function operationAt(
  at: string,
  kind: 'CAPTURE' | 'REFUND',
  amount: bigint,
  given: object = {},
  charge?: NewCharge,
) {
  const now = new Date(at)
  const of = charge ?? (await chargeAt('2020-01-01T00:00:00Z', 'CAPTURED'))
  const id = newId(kind === 'CAPTURE' ? 'capture' : 'refund', now)
  return addOperation(graph.database, of, kind, { id, amount, createdAt: now, ...given })
}
const ask = async (parts: string, from: string, to: string, timeZone = 'UTC') =>
  (
    await graph.data(
      `query ($from: DateTime!, $to: DateTime!, $timeZone: TimeZone!) {
         overview(from: $from, to: $to, timeZone: $timeZone) { ${parts} } }`,
      { from, to, timeZone },
    )
  ).overview

describe('volume', () => {
  const VOLUME = 'volume { date currency captures captured { decimal } refunds refunded { value } }'

  test('sums successful captures and refunds by day and currency, no currency added to another', async () => {
    const yen = await chargeAt('2020-01-01T00:00:00Z', 'CAPTURED', { currency: 'JPY' })
    await operationAt('2025-05-01T00:00:00Z', 'CAPTURE', 1_999n)
    await operationAt('2025-05-01T23:59:59.999Z', 'CAPTURE', 1n)
    await operationAt('2025-05-01T12:00:00Z', 'CAPTURE', 500n, {}, yen)
    await operationAt('2025-05-02T12:00:00Z', 'REFUND', 300n)
    // Not counted: outside the time range, or without success.
    await operationAt('2025-04-30T23:59:59.999Z', 'CAPTURE', 7n)
    await operationAt('2025-05-03T00:00:00Z', 'CAPTURE', 7n)
    await operationAt('2025-05-02T12:00:00Z', 'CAPTURE', 7n, { status: 'PENDING' })
    await operationAt('2025-05-02T12:00:00Z', 'REFUND', 7n, { status: 'FAILED', failure })
    expect(await ask(VOLUME, '2025-05-01T00:00:00Z', '2025-05-03T00:00:00Z')).toEqual({
      volume: [
        {
          date: '2025-05-01',
          currency: 'JPY',
          captures: 1,
          captured: { decimal: '500' },
          refunds: 0,
          refunded: { value: '0' },
        },
        {
          date: '2025-05-01',
          currency: 'USD',
          captures: 2,
          captured: { decimal: '20.00' },
          refunds: 0,
          refunded: { value: '0' },
        },
        {
          date: '2025-05-02',
          currency: 'USD',
          captures: 0,
          captured: { decimal: '0.00' },
          refunds: 1,
          refunded: { value: '300' },
        },
      ],
    })
  })

  test('days begin in the time zone, and have 23 or 25 hours where the clocks change', async () => {
    // In Berlin: 29 March 2026 has 23 hours, from 23:00Z to 22:00Z.
    await operationAt('2026-03-28T22:59:59Z', 'CAPTURE', 1n)
    await operationAt('2026-03-28T23:00:00Z', 'CAPTURE', 10n)
    await operationAt('2026-03-29T21:59:59Z', 'CAPTURE', 100n)
    await operationAt('2026-03-29T22:00:00Z', 'CAPTURE', 1_000n)
    const { volume } = await ask(
      'volume { date captured { value } }',
      '2026-03-28T12:00:00Z',
      '2026-03-30T12:00:00Z',
      'Europe/Berlin',
    )
    expect(volume).toEqual([
      { date: '2026-03-28', captured: { value: '1' } },
      { date: '2026-03-29', captured: { value: '110' } },
      { date: '2026-03-30', captured: { value: '1000' } },
    ])
  })
})

describe('success rates and retries', () => {
  test('by provider and payment method, what succeeded, failed and is open; DISCARDED counts nowhere', async () => {
    const day = '2025-06-01T08:00:00Z'
    const succeeded = [
      'AUTHORIZED',
      'PARTIALLY_CAPTURED',
      'CAPTURED',
      'PARTIALLY_REFUNDED',
      'REFUNDED',
      'VOIDED',
    ] as const
    const open = ['PROCESSING', 'UNKNOWN', 'AUTHENTICATION_PENDING', 'AUTHORIZATION_PENDING'] as const
    for (const status of [...succeeded, ...open, 'FAILED', 'FAILED', 'DISCARDED'] as const) await chargeAt(day, status)
    await chargeAt(day, 'PROCESSING', { under: card })
    const { successRates, retries } = await ask(
      'successRates { provider paymentMethod charges succeeded failed open successRate } retries { attemptNumber }',
      '2025-06-01T00:00:00Z',
      '2025-06-02T00:00:00Z',
    )
    expect(successRates).toEqual([
      {
        provider: 'PPRO',
        paymentMethod: 'AMAZON_PAY',
        charges: 12,
        succeeded: 6,
        failed: 2,
        open: 4,
        successRate: 0.75,
      },
      { provider: 'APS', paymentMethod: 'CARD', charges: 1, succeeded: 0, failed: 0, open: 1, successRate: null },
    ])
    expect(retries).toEqual([])
  })

  test('what retries recovered, by attempt number and currency', async () => {
    const day = '2025-07-01T08:00:00Z'
    const { id: retryOfId } = await chargeAt(day, 'FAILED')
    const retry = (attemptNumber: number, status: ChargeStatus, amount: bigint, currency = 'USD') =>
      chargeAt(day, status, { retryOfId, attemptNumber, amount, currency })
    await retry(2, 'CAPTURED', 1_000n)
    await retry(2, 'REFUNDED', 500n)
    await retry(2, 'CAPTURED', 700n, 'EUR')
    await retry(2, 'FAILED', 9n)
    await retry(3, 'UNKNOWN', 9n)
    const { retries } = await ask(
      'retries { attemptNumber charges succeeded failed open recovered { value currency } }',
      '2025-07-01T00:00:00Z',
      '2025-07-02T00:00:00Z',
    )
    const recovered = [
      { value: '700', currency: 'EUR' },
      { value: '1500', currency: 'USD' },
    ]
    expect(retries).toEqual([
      { attemptNumber: 2, charges: 4, succeeded: 3, failed: 1, open: 0, recovered },
      { attemptNumber: 3, charges: 1, succeeded: 0, failed: 0, open: 1, recovered: [] },
    ])
  })

  test('both need one statement', async () => {
    const query = `{ overview(from: "2025-06-01T00:00:00Z", to: "2025-06-02T00:00:00Z") {
      successRates { charges } retries { charges } } }`
    expect(await graph.statements(query)).toEqual(['overview-charge-results'])
  })
})

test('declines by code, the most frequent first', async () => {
  const day = '2025-08-01T08:00:00Z'
  await chargeAt(day, 'FAILED')
  await chargeAt(day, 'FAILED', { under: card, failure: { ...failure, code: 'EXPIRED_CARD', kind: 'HARD_DECLINE' } })
  await chargeAt(day, 'FAILED', { under: card, failure: { ...failure, code: 'EXPIRED_CARD', kind: 'HARD_DECLINE' } })
  await chargeAt(day, 'DISCARDED')
  await chargeAt('2025-08-02T00:00:00Z', 'FAILED')
  expect(await ask('declines { provider code kind charges }', '2025-08-01T00:00:00Z', '2025-08-02T00:00:00Z')).toEqual({
    declines: [
      { provider: 'APS', code: 'EXPIRED_CARD', kind: 'HARD_DECLINE', charges: 2 },
      { provider: 'PPRO', code: 'INSUFFICIENT_FUNDS', kind: 'SOFT_DECLINE', charges: 1 },
    ],
  })
})

test('webhooks by provider: what became of them, and how long they waited', async () => {
  const webhookAt = (
    at: string,
    status: 'RECEIVED' | 'PROCESSED' | 'UNMATCHED' | 'REJECTED' | 'FAILED',
    lagMs?: number,
  ) => {
    const receivedAt = new Date(at)
    const processedAt = lagMs === undefined ? null : new Date(receivedAt.getTime() + lagMs)
    return addProviderEvent(graph.database, graph.tenant, {
      ...{ id: newId('providerEvent', receivedAt), receivedAt, processedAt, status },
      ...{ subjectType: 'Charge', subjectId: 'chg_1' },
    })
  }
  const day = '2025-09-01T08:00:00Z'
  for (const lag of [10, 20, 30, 40, 5_000]) await webhookAt(day, 'PROCESSED', lag)
  for (const status of ['RECEIVED', 'UNMATCHED', 'REJECTED', 'FAILED'] as const) await webhookAt(day, status)
  await webhookAt('2025-09-02T00:00:00Z', 'PROCESSED', 99_999)
  const parts = 'webhooks { provider received processed unmatched rejected failed medianMs p95Ms maxMs }'
  expect(await ask(parts, '2025-09-01T00:00:00Z', '2025-09-02T00:00:00Z')).toEqual({
    webhooks: [
      {
        ...{ provider: 'PPRO', received: 9, processed: 5, unmatched: 1, rejected: 1, failed: 1 },
        ...{ medianMs: 30, p95Ms: 5_000, maxMs: 5_000 },
      },
    ],
  })
})

test('requests whose outcome is unknown now, and the oldest', async () => {
  const parts = 'unknownRequests { count oldestSentAt oldestAgeSeconds oldest { id } }'
  const [from, to] = ['2025-01-01T00:00:00Z', '2025-01-02T00:00:00Z'] as const
  expect(await ask(parts, from, to)).toEqual({
    unknownRequests: { count: 0, oldestSentAt: null, oldestAgeSeconds: null, oldest: null },
  })
  const [old, young] = [
    await chargeAt('2026-03-01T00:00:00Z', 'UNKNOWN'),
    await chargeAt('2026-03-01T00:00:00Z', 'UNKNOWN'),
  ]
  // The graph's clock stands at 2026-03-02T00:00:00Z.
  await addProviderRequest(graph.database, young, { state: 'UNKNOWN', firstSentAt: new Date('2026-03-01T23:59:00Z') })
  await addProviderRequest(graph.database, old, { state: 'UNKNOWN', firstSentAt: new Date('2026-03-01T23:00:00Z') })
  await addProviderRequest(graph.database, old, { state: 'SETTLED', firstSentAt: new Date('2026-03-01T00:00:00Z') })
  expect(await ask(parts, from, to)).toEqual({
    unknownRequests: {
      count: 2,
      oldestSentAt: '2026-03-01T23:00:00.000Z',
      oldestAgeSeconds: 3_600,
      oldest: { id: old.id },
    },
  })
})

test('another merchant and the other mode see nothing of it', async () => {
  const everything = `{ overview(from: "2025-05-01T00:00:00Z", to: "2025-07-20T00:00:00Z") {
    volume { date } successRates { charges } retries { charges } declines { charges } webhooks { received } unknownRequests { count } } }`
  const nothing = {
    volume: [],
    successRates: [],
    retries: [],
    declines: [],
    webhooks: [],
    unknownRequests: { count: 0 },
  }
  for (const who of [graph.stranger, { ...graph.tenant, mode: 'LIVE' } as const])
    expect(await graph.data(everything, {}, who)).toEqual({ overview: nothing })
})

test.each([
  ['a time range that ends before it begins', '2025-05-02T00:00:00Z', '2025-05-01T00:00:00Z', 'UTC', ['to']],
  ['an empty time range', '2025-05-01T00:00:00Z', '2025-05-01T00:00:00Z', 'UTC', ['to']],
  ['more than 92 days', '2025-01-01T00:00:00Z', '2025-04-05T00:00:00Z', 'UTC', ['to']],
  ['an unknown time zone', '2025-01-01T00:00:00Z', '2025-01-02T00:00:00Z', 'Europe/Atlantis', ['timeZone']],
  ['both at once', '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z', 'Europe/Atlantis', ['to', 'timeZone']],
])('%s is refused, and nothing is read', async (_what, from, to, timeZone, paths) => {
  const names: string[] = []
  const stop = graph.database.onStatement(name => names.push(name))
  const query = `query ($from: DateTime!, $to: DateTime!, $timeZone: TimeZone!) {
    overview(from: $from, to: $to, timeZone: $timeZone) { volume { date } } }`
  const { data, errors } = await graph.run(query, { from, to, timeZone })
  stop()
  expect([data, errors?.[0]?.extensions, names]).toMatchObject([
    { overview: null },
    { code: 'BAD_USER_INPUT', issues: paths.map(path => ({ path: [path] })) },
    [],
  ])
})
