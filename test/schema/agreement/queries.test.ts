import { afterAll, beforeAll, expect, test } from 'vitest'
import { append, newEvent } from '../../support/database/log-events.ts'
import { startGraph, type TestGraph } from '../support/graph.ts'
import {
  addAgreement,
  addCharge,
  addConsumer,
  addInstrument,
  addRevocation,
  type NewAgreement,
  type NewConsumer,
} from '../support/rows.ts'

let graph: TestGraph
let consumer: NewConsumer
let plain: NewAgreement
let rich: NewAgreement
const canceled = { kind: 'CANCELED', code: 'CANCELED', advice: 'NEW_AGREEMENT', message: 'Called off.' } as const

beforeAll(async () => {
  graph = await startGraph()
  const { database, tenant } = graph
  consumer = await addConsumer(database, tenant)
  plain = await addAgreement(database, consumer)
  const instrument = await addInstrument(database, consumer, {
    brand: 'VISA',
    last4: '4242',
    expiryMonth: 7,
    expiryYear: 2029,
  })
  rich = await addAgreement(database, consumer, {
    status: 'FAILED',
    reference: 'sub-1',
    description: 'Gold plan',
    agreedAmount: 1_000n,
    agreedCurrency: 'KWD',
    amountRule: 'MAX',
    intervalUnit: 'MONTH',
    intervalCount: 3,
    chargeCount: 4,
    startsAt: new Date('2026-03-01T00:00:00Z'),
    endsAt: new Date('2027-03-01T00:00:00Z'),
    instrumentId: instrument.id,
    failure: canceled,
    providerReference: 'agr_ppro_1',
    needsAttention: true,
    metadata: { plan: 'gold' },
    authenticationMethods: [
      {
        type: 'REDIRECT',
        requestUrl: 'https://pay.example/1',
        requestMethod: 'GET',
        expiresAt: '2026-03-01T10:00:00Z',
      },
      { type: 'SCAN_CODE', codeType: 'QR', codePayload: 'abc', details: { bank: 'one' } },
    ],
  })
})
afterAll(() => graph.stop())

test('shows all terms of the agreement', async () => {
  const query = `query ($id: ID!) { agreement(id: $id) {
    reference provider paymentMethod status terminal description agreedAmount { value currency decimal } amountRule
    frequency { interval intervalCount } chargeCount chargesRemaining startsAt endsAt consumer { id } providerReference needsAttention metadata
    instrument { type brand last4 expiryMonth expiryYear } failure { kind code advice retryable message providerCode }
    authenticationMethods { type requestUrl requestMethod codeType codePayload codeImageUrl appUrl expiresAt details } } }`
  expect((await graph.data(query, { id: rich.id })).agreement).toEqual({
    reference: 'sub-1',
    provider: 'PPRO',
    paymentMethod: 'AMAZON_PAY',
    status: 'FAILED',
    terminal: true,
    description: 'Gold plan',
    agreedAmount: { value: '1000', currency: 'KWD', decimal: '1.000' },
    amountRule: 'MAX',
    frequency: { interval: 'MONTH', intervalCount: 3 },
    chargeCount: 4,
    chargesRemaining: 4,
    startsAt: '2026-03-01T00:00:00.000Z',
    endsAt: '2027-03-01T00:00:00.000Z',
    consumer: { id: consumer.id },
    providerReference: 'agr_ppro_1',
    needsAttention: true,
    metadata: { plan: 'gold' },
    instrument: { type: 'AMAZON_PAY', brand: 'VISA', last4: '4242', expiryMonth: 7, expiryYear: 2029 },
    failure: { ...canceled, retryable: false, providerCode: null },
    authenticationMethods: [
      {
        type: 'REDIRECT',
        requestUrl: 'https://pay.example/1',
        requestMethod: 'GET',
        codeType: null,
        codePayload: null,
        codeImageUrl: null,
        appUrl: null,
        expiresAt: '2026-03-01T10:00:00.000Z',
        details: null,
      },
      {
        type: 'SCAN_CODE',
        requestUrl: null,
        requestMethod: null,
        codeType: 'QR',
        codePayload: 'abc',
        codeImageUrl: null,
        appUrl: null,
        expiresAt: null,
        details: { bank: 'one' },
      },
    ],
  })
})

test('what was not agreed is null or empty', async () => {
  const query = `query ($id: ID!) { agreement(id: $id) {
    terminal agreedAmount { value } frequency { interval } chargeCount chargesRemaining instrument { id } failure { code }
    initialCharge { id } charges { nodes { id } } revocations { id } history { status } authenticationMethods { type } } }`
  expect((await graph.data(query, { id: plain.id })).agreement).toEqual({
    terminal: false,
    agreedAmount: null,
    frequency: null,
    chargeCount: null,
    chargesRemaining: null,
    instrument: null,
    failure: null,
    initialCharge: null,
    charges: { nodes: [] },
    revocations: [],
    history: [],
    authenticationMethods: [],
  })
})

test('chargesRemaining does not count failed charges', async () => {
  const { database } = graph
  const limited = await addAgreement(database, consumer, { chargeCount: 3 })
  const failure = { ...canceled, kind: 'HARD_DECLINE' } as const
  const remaining = async () =>
    (await graph.data('query ($id: ID!) { agreement(id: $id) { chargesRemaining } }', { id: limited.id })).agreement
  const initial = await addCharge(database, limited, { reason: 'INITIAL', status: 'UNKNOWN' })
  await addCharge(database, limited, { status: 'FAILED', failure })
  await addCharge(database, limited, { status: 'DISCARDED', failure })
  await addCharge(database, limited, { status: 'VOIDED' })
  expect(await remaining()).toEqual({ chargesRemaining: 2 })
  for (const status of ['REFUNDED', 'PROCESSING', 'CAPTURED'] as const) await addCharge(database, limited, { status })
  expect(await remaining()).toEqual({ chargesRemaining: 0 })
  const first = 'query ($id: ID!) { agreement(id: $id) { initialCharge { id } charges { nodes { id } } } }'
  const { agreement } = await graph.data(first, { id: limited.id })
  expect(agreement.initialCharge).toEqual({ id: initial.id })
  expect(agreement.charges.nodes).toHaveLength(7)
})

test('history has every status, oldest first, and the reason of a failure', async () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 9, minute))
  const of = { subjectType: 'Agreement', subjectId: rich.id }
  const { tenant, database } = graph
  await append(database, [
    newEvent(tenant, { ...of, version: 1, type: 'agreement.created', status: 'INITIALIZING', occurredAt: at(0) }),
    newEvent(tenant, {
      ...of,
      version: 2,
      type: 'agreement.status_changed',
      source: 'PROVIDER_RESPONSE',
      previousStatus: 'INITIALIZING',
      status: 'AUTHENTICATION_PENDING',
      occurredAt: at(1),
    }),
    newEvent(tenant, { ...of, version: 2, change: false, type: 'agreement.contradiction', data: { key: 'x' } }),
    newEvent(tenant, {
      ...of,
      version: 3,
      type: 'agreement.revocation_requested',
      previousStatus: 'AUTHENTICATION_PENDING',
      status: 'FAILED',
      data: { failure: canceled },
      occurredAt: at(2),
    }),
  ])
  const query = 'query ($id: ID!) { agreement(id: $id) { history { status source failure { code kind } at } } }'
  expect((await graph.data(query, { id: rich.id })).agreement.history).toEqual([
    { status: 'INITIALIZING', source: 'API', failure: null, at: at(0).toISOString() },
    { status: 'AUTHENTICATION_PENDING', source: 'PROVIDER_RESPONSE', failure: null, at: at(1).toISOString() },
    { status: 'FAILED', source: 'API', failure: { code: 'CANCELED', kind: 'CANCELED' }, at: at(2).toISOString() },
  ])
})

test('revocations come oldest first', async () => {
  const { database } = graph
  const agreement = await addAgreement(database, consumer)
  const failed = await addRevocation(database, agreement, { status: 'FAILED', failure: canceled })
  const open = await addRevocation(database, agreement, { status: 'UNKNOWN', requestedBy: 'CONSUMER', reason: 'moved' })
  const query =
    'query ($id: ID!) { agreement(id: $id) { revocations { id status failure { code } requestedBy reason } } }'
  expect((await graph.data(query, { id: agreement.id })).agreement.revocations).toEqual([
    { id: failed.id, status: 'FAILED', failure: { code: 'CANCELED' }, requestedBy: 'MERCHANT', reason: null },
    { id: open.id, status: 'UNKNOWN', failure: null, requestedBy: 'CONSUMER', reason: 'moved' },
  ])
})

test.each([
  [{ reference: 'sub-1' }],
  [{ status: ['FAILED', 'EXPIRED'] }],
  [{ needsAttention: true }],
  [{ status: ['FAILED'], provider: 'PPRO', paymentMethod: 'AMAZON_PAY', reference: 'sub-1' }],
])('filter %j finds the one', async filter => {
  const query = 'query ($filter: AgreementFilter) { agreements(filter: $filter) { nodes { id } } }'
  expect(await graph.data(query, { filter })).toEqual({ agreements: { nodes: [{ id: rich.id }] } })
})

test.each([
  [{ status: [] }],
  [{ needsAttention: false, reference: 'sub-1' }],
  [{ paymentMethod: 'PAYPAL' }],
  [{ consumerId: 'con_unknown' }],
  [{ reference: 'sub' }],
])('filter %j finds nothing', async filter => {
  const query = 'query ($filter: AgreementFilter) { agreements(filter: $filter) { nodes { id } } }'
  expect(await graph.data(query, { filter })).toEqual({ agreements: { nodes: [] } })
})

test('consumerId finds the consumer’s agreements', async () => {
  const query = `query ($id: ID!) { agreements(filter: { consumerId: $id }) { nodes { id } }
    consumer(id: $id) { agreements { nodes { id } } } }`
  const { agreements, consumer: owner } = await graph.data(query, { id: consumer.id })
  expect(agreements.nodes.at(-1)).toEqual({ id: plain.id })
  expect(owner.agreements).toEqual(agreements)
})
