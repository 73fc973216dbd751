import { graphql, isObjectType } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createContext } from '../../../schema/context.ts'
import { schema } from '../../../schema/index.ts'
import { declineCodes } from '../../../src/domain/decline/codes.ts'
import type { Caller } from '../../../src/operations/command/caller.ts'
import { append, newEvent, untilReadable } from '../../support/database/log-events.ts'
import { addClientRows } from '../support/client-rows.ts'
import { startGraph, type TestGraph } from '../support/graph.ts'

let graph: TestGraph
let rows: Awaited<ReturnType<typeof addClientRows>>
let client: Caller
beforeAll(async () => {
  graph = await startGraph()
  rows = await addClientRows(graph)
  client = await rows.as({ consumerId: rows.ids.ann })
})
afterAll(() => graph.stop())

async function ask(caller: Caller, source: string, variableValues: Record<string, unknown> = {}) {
  const contextValue = createContext(graph.deps, caller, 'request-1')
  return JSON.parse(JSON.stringify(await graphql({ schema, source, variableValues, contextValue })))
}
const merchant = (): Caller => ({
  ...{ tenant: graph.tenant, merchantName: 'Test merchant', actor: 'key_test' },
  scopes: ['read', 'charge', 'refund', 'manage', 'operator'],
})

const query = `query ($consumer: ID!, $agreement: ID!, $charge: ID!, $schedule: ID!) {
  consumer(id: $consumer) { metadata }
  agreement(id: $agreement) { metadata providerReference retryBudget { rule } revocations { reason } chargesRemaining }
  charge(id: $charge) { metadata providerReference timeline { type } nextStep { action } refunds { providerReference reason }
    occurrence { statusReason nextRetryAt status } failure { ...all } }
  schedule(id: $schedule) { metadata statusReason status retriesAfter(failureCode: "INSUFFICIENT_FUNDS") { retryable } }
}
fragment all on Failure { kind code advice retryable message consumerMessage providerCode providerMessage }`
const variables = () => {
  const { ann: consumer, agreement, first: charge, schedule } = rows.ids
  return { consumer, agreement, charge, schedule }
}

test('what is the merchant’s business is null, and suspected fraud looks like an ordinary decline', async () => {
  const { data } = await ask(client, query, variables())
  expect(data).toEqual({
    consumer: { metadata: null },
    agreement: {
      ...{ metadata: null, providerReference: null, retryBudget: null, revocations: [{ reason: null }] },
      chargesRemaining: 8,
    },
    charge: {
      ...{ metadata: null, providerReference: null, timeline: null, nextStep: null },
      refunds: [{ providerReference: null, reason: null }],
      occurrence: { statusReason: null, nextRetryAt: null, status: 'RETRYING' },
      failure: {
        ...{ kind: 'HARD_DECLINE', code: 'NOT_PERMITTED', advice: 'UPDATE_PAYMENT_METHOD', retryable: false },
        message: 'The issuer does not permit this payment.',
        consumerMessage:
          'Your bank did not allow this payment. Please contact your bank, or use another payment method.',
        ...{ providerCode: null, providerMessage: null },
      },
    },
    schedule: { metadata: null, statusReason: null, status: 'PAUSED', retriesAfter: null },
  })
})

test('how many charges an agreement has is not told to a token that names one of them', async () => {
  const source = 'query ($id: ID!) { agreement(id: $id) { chargeCount chargesRemaining } }'
  const { ann: consumerId, agreement: agreementId, first: chargeId } = rows.ids
  const counts = async (named: object) =>
    (await ask(await rows.as(named), source, { id: agreementId })).data.agreement as object
  const all = { chargeCount: 10, chargesRemaining: 8 }
  expect(await counts({ chargeId })).toEqual({ chargeCount: null, chargesRemaining: null })
  for (const named of [{ agreementId }, { consumerId }, { agreementId, chargeId }])
    expect(await counts(named)).toEqual(all)
})

test('the merchant’s key gets all of it', async () => {
  const { data } = await ask(merchant(), query, variables())
  const note = { note: 'for the merchant' }
  expect(data).toMatchObject({
    consumer: { metadata: note },
    agreement: {
      ...{ metadata: note, providerReference: 'agr_provider', retryBudget: { rule: 'VISA_15_IN_30_DAYS' } },
      revocations: [{ reason: 'a remark' }],
    },
    charge: {
      ...{ metadata: note, providerReference: 'chg_provider', timeline: [], refunds: [{ reason: 'a remark' }] },
      occurrence: { statusReason: 'STOLEN_CARD', nextRetryAt: '2026-03-08T14:00:00.000Z' },
      failure: { kind: 'FRAUD_SUSPECTED', code: 'STOLEN_CARD', providerCode: '43', providerMessage: 'Stolen card' },
    },
    schedule: { metadata: note, statusReason: 'SUSPECTED_FRAUD', retriesAfter: { retryable: true } },
  })
})

test('suspected fraud is shown as a whole line of the taxonomy, which real declines have too', async () => {
  const { failure } = (await ask(client, query, variables())).data.charge
  const ordinary = declineCodes.find(({ code }) => code === failure.code)
  const { kind, advice, retryable, description, consumerMessage } = failure.code && (ordinary ?? failure)
  expect(failure).toMatchObject({ kind, advice, retryable, message: description, consumerMessage })
  expect(JSON.stringify(failure)).not.toMatch(/fraud|stolen|lost|suspect/i)
})

test('an event has no data, no actor, and is a change, not a note', async () => {
  const { database, tenant } = graph
  const { ids } = rows
  const subject = { subjectId: ids.first, consumerId: ids.ann, agreementId: ids.agreement, data: { secret: 'x' } }
  await append(database, [
    newEvent(tenant, { ...subject, type: 'charge.created', status: 'PROCESSING', actor: 'key_1' }),
    newEvent(tenant, { ...subject, type: 'reconciliation.break', change: false }),
  ])
  await untilReadable(database)
  const events = '{ events { nodes { type status actor data subject { id } } } }'
  expect((await ask(client, events)).data.events.nodes).toEqual([
    { type: 'charge.created', status: 'PROCESSING', actor: null, data: null, subject: { id: ids.first } },
  ])
  expect((await ask(merchant(), events)).data.events.nodes).toHaveLength(2)
})

test('no mutation of the schema can be run with a client token', async () => {
  const type = schema.getMutationType()
  const fields = isObjectType(type) ? Object.values(type.getFields()) : []
  expect(fields.map(({ name }) => name)).toEqual(expect.arrayContaining(['chargeCreate', 'clientTokenCreate']))
  const before = await graph.database.pool.query('SELECT count(*) FROM events')
  for (const { name, resolve } of fields) {
    const run = async () =>
      resolve?.(undefined, { input: {} }, createContext(graph.deps, client, 'request-1'), {} as never)
    await expect(run(), name).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } })
  }
  expect((await graph.database.pool.query('SELECT count(*) FROM events')).rows).toEqual(before.rows)
})

test('a field with clientNull is nullable and says so', () => {
  const described = Object.values(schema.getTypeMap()).flatMap(type =>
    isObjectType(type)
      ? Object.values(type.getFields())
          .filter(({ description }) => description?.endsWith('Null for a client token.'))
          .map(({ name, type: of }) => [`${type.name}.${name}`, String(of).endsWith('!')])
      : [],
  )
  expect(Object.fromEntries(described)).toEqual(
    Object.fromEntries(
      [
        ...['Consumer.metadata', 'Agreement.metadata', 'Charge.metadata', 'Schedule.metadata'],
        ...['Agreement.providerReference', 'Charge.providerReference', 'Authorization.providerReference'],
        ...['Capture.providerReference', 'Refund.providerReference', 'VoidOperation.providerReference'],
        ...['Charge.timeline', 'Charge.nextStep', 'Agreement.retryBudget', 'Refund.reason', 'Revocation.reason'],
        ...['Schedule.statusReason', 'Occurrence.statusReason', 'Occurrence.nextRetryAt', 'Schedule.retriesAfter'],
        ...['Failure.providerCode', 'Failure.providerMessage', 'LogEvent.data', 'LogEvent.actor', 'Provider.health'],
      ].map(name => [name, false]),
    ),
  )
})
