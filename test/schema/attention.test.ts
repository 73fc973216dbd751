import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../src/base/id.ts'
import { startGraph, type TestGraph } from './support/graph.ts'
import {
  addAgreement,
  addCharge,
  addConsumer,
  addProviderEvent,
  addProviderRequest,
  type NewAgreement,
} from './support/rows.ts'
import { addOccurrence, addSchedule } from './support/schedule-rows.ts'
import { addWebhookEndpoint } from './support/webhook-rows.ts'

let graph: TestGraph
let agreement: NewAgreement
beforeAll(async () => {
  graph = await startGraph()
  agreement = await addAgreement(graph.database, await addConsumer(graph.database, graph.tenant))
})
afterAll(() => graph.stop())

// The graph's clock stands at 2026-03-02T00:00:00Z.
const since = (date: Date) => date.toISOString()
const ask = async (kind: string, first = 20, who = graph.tenant) =>
  (
    await graph.data(
      `query ($kinds: [AttentionKind!], $first: Int!) {
         needsAttention(kinds: $kinds, first: $first) { kind count items { since reason object { id } } } }`,
      { kinds: [kind], first },
      who,
    )
  ).needsAttention[0]
const nothing = (kind: string) => ({ kind, count: 0, items: [] })

test('without any of it: each kind, and nothing', async () => {
  const kinds =
    'CHARGE_FLAGGED AGREEMENT_FLAGGED OUTCOME_UNKNOWN INTEGRITY_VIOLATED WEBHOOK_FAILED WEBHOOK_UNMATCHED WEBHOOK_ENDPOINT_DISABLED SCHEDULE_HALTED'
  const { needsAttention } = await graph.data('{ needsAttention { kind count items { since } } }')
  expect(needsAttention).toEqual(kinds.split(' ').map(nothing))
})

test('flagged charges and agreements, the oldest change first', async () => {
  const flagged = (updatedAt: string) =>
    addCharge(graph.database, agreement, { needsAttention: true, updatedAt: new Date(updatedAt) })
  const [late, early] = [await flagged('2026-03-01T12:00:00Z'), await flagged('2026-02-01T00:00:00Z')]
  await addCharge(graph.database, agreement)
  const items = [early, late].map(({ id, updatedAt }) => ({ since: since(updatedAt), reason: null, object: { id } }))
  expect(await ask('CHARGE_FLAGGED')).toEqual({ kind: 'CHARGE_FLAGGED', count: 2, items })
  expect(await ask('CHARGE_FLAGGED', 1)).toEqual({ kind: 'CHARGE_FLAGGED', count: 2, items: items.slice(0, 1) })
  expect(await ask('CHARGE_FLAGGED', 0)).toEqual({ kind: 'CHARGE_FLAGGED', count: 2, items: [] })
  const other = await addAgreement(graph.database, { ...agreement, id: agreement.consumerId }, { needsAttention: true })
  expect(await ask('AGREEMENT_FLAGGED')).toMatchObject({ count: 1, items: [{ object: { id: other.id } }] })
})

test('outcomes that have been unknown for more than an hour', async () => {
  const charge = await addCharge(graph.database, agreement, { status: 'UNKNOWN' })
  const sent = (firstSentAt: string) => ({ state: 'UNKNOWN', firstSentAt: new Date(firstSentAt) }) as const
  await addProviderRequest(graph.database, charge, sent('2026-03-01T23:00:00.001Z'))
  expect(await ask('OUTCOME_UNKNOWN')).toEqual(nothing('OUTCOME_UNKNOWN'))
  await addProviderRequest(graph.database, charge, { ...sent('2026-03-01T22:59:59Z'), purpose: 'REFUND' })
  expect(await ask('OUTCOME_UNKNOWN')).toEqual({
    kind: 'OUTCOME_UNKNOWN',
    count: 1,
    items: [{ since: '2026-03-01T22:59:59.000Z', reason: 'REFUND', object: { id: charge.id } }],
  })
})

test('webhooks of the last thirty days that failed or match nothing', async () => {
  const webhook = (at: string, status: 'FAILED' | 'UNMATCHED' | 'PROCESSED', error: string | null = null) => {
    const receivedAt = new Date(at)
    return addProviderEvent(graph.database, graph.tenant, {
      id: newId('providerEvent', receivedAt),
      receivedAt,
      status,
      error,
    })
  }
  const failed = await webhook('2026-02-20T00:00:00Z', 'FAILED', 'Undecided')
  const unmatched = await webhook('2026-02-10T00:00:00Z', 'UNMATCHED')
  await webhook('2026-01-30T00:00:00Z', 'FAILED')
  await webhook('2026-02-20T00:00:00Z', 'PROCESSED')
  expect(await ask('WEBHOOK_FAILED')).toEqual({
    kind: 'WEBHOOK_FAILED',
    count: 1,
    items: [{ since: since(failed.receivedAt), reason: 'Undecided', object: { id: failed.id } }],
  })
  expect(await ask('WEBHOOK_UNMATCHED')).toMatchObject({
    count: 1,
    items: [{ reason: 'PAYMENT_CHARGE_SUCCESS', object: { id: unmatched.id } }],
  })
})

test('schedules that their retry policy has paused, and none that the merchant has', async () => {
  const paused = (statusReason: string | null) =>
    addSchedule(graph.database, agreement, { status: 'PAUSED', statusReason })
  const halted = await paused('INSUFFICIENT_FUNDS')
  await addOccurrence(graph.database, halted, { status: 'FAILED', statusReason: 'INSUFFICIENT_FUNDS' })
  const byMerchant = await paused('the customer is on holiday')
  await addOccurrence(graph.database, byMerchant, { status: 'FAILED', statusReason: 'EXPIRED_CARD' })
  await addOccurrence(graph.database, await paused(null), { status: 'FAILED', statusReason: 'EXPIRED_CARD' })
  expect(await ask('SCHEDULE_HALTED')).toEqual({
    kind: 'SCHEDULE_HALTED',
    count: 1,
    items: [{ since: since(halted.updatedAt), reason: 'INSUFFICIENT_FUNDS', object: { id: halted.id } }],
  })
})

test('webhook endpoints that the gateway has disabled', async () => {
  const failingSince = new Date('2026-02-20T00:00:00Z')
  const disabled = { status: 'DISABLED', disabledReason: 'FAILING', failingSince } as const
  const endpoint = await addWebhookEndpoint(graph.database, graph.tenant, disabled)
  await addWebhookEndpoint(graph.database, graph.tenant)
  expect(await ask('WEBHOOK_ENDPOINT_DISABLED')).toEqual({
    kind: 'WEBHOOK_ENDPOINT_DISABLED',
    count: 1,
    items: [{ since: since(failingSince), reason: 'FAILING', object: { id: endpoint.id } }],
  })
})

test('objects that break a rule, with its name', async () => {
  const charge = await addCharge(graph.database, agreement)
  const stranger = await addAgreement(graph.database, await addConsumer(graph.database, graph.stranger))
  const foundAt = '2026-03-01T10:00:00.000Z'
  for (const id of [charge.id, stranger.id])
    await graph.database.pool.query(`INSERT INTO integrity_violations VALUES ('nothing-stuck', 'open', $1, $2)`, [
      id,
      foundAt,
    ])
  expect(await ask('INTEGRITY_VIOLATED')).toEqual({
    kind: 'INTEGRITY_VIOLATED',
    count: 1,
    items: [{ since: foundAt, reason: 'nothing-stuck', object: { id: charge.id } }],
  })
})

test('another merchant and the other mode have nothing of it', async () => {
  const { needsAttention } = await graph.data(
    '{ needsAttention { count items { object { id } } } }',
    {},
    { ...graph.tenant, mode: 'LIVE' },
  )
  expect(needsAttention.every(({ count }: { count: number }) => count === 0)).toBe(true)
  expect(await ask('CHARGE_FLAGGED', 20, graph.stranger)).toEqual(nothing('CHARGE_FLAGGED'))
})

test('more than a hundred of a kind are not listed', async () => {
  const { errors } = await graph.run('{ needsAttention(first: 101) { kind } }')
  expect(errors?.[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    issues: [{ path: ['first'], code: 'RANGE' }],
  })
})

test('one statement for each kind', async () => {
  const statements = await graph.statements('{ needsAttention { kind count items { since } } }')
  expect(statements).toHaveLength(8)
  expect(statements.every(name => name.startsWith('attention-'))).toBe(true)
})
