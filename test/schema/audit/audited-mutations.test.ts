import {
  type ExecutionResult,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  graphql,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { personalFields } from '../../../schema/audit/audited-fields.ts'
import { createContext } from '../../../schema/context.ts'
import { schema } from '../../../schema/index.ts'
import { newId } from '../../../src/base/id.ts'
import { reachOf } from '../../../src/domain/access/client-grant.ts'
import { scopes } from '../../../src/domain/access/scopes.ts'
import { auditMutation } from '../../../src/operations/audit/mutation.ts'
import { chargeCreate } from '../../../src/operations/charge/create.ts'
import type { Caller } from '../../../src/operations/command/caller.ts'
import { consumerUpdate } from '../../../src/operations/consumer/update.ts'
import type { Ledger } from '../../../src/sandbox/simulator.ts'
import { findConsumer } from '../../../src/store/sql/find-rows.ts'
import { until } from '../../support/until.ts'
import { charge, givenActiveAgreement, givenConsumer, key, usd } from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'
import { ask } from '../support/world-graph.ts'

let world: World
let caller: Caller
beforeAll(async () => {
  world = await createWorld()
  caller = { ...world.caller, scopes, address: '203.0.113.7' }
})
afterAll(() => world.close())

/** The entries that some work added. */
async function added(work: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
  const read = async () => (await world.database.pool.query('SELECT * FROM audit_log ORDER BY id')).rows
  const before = new Set((await read()).map(({ id }) => id))
  await work()
  return (await read()).filter(({ id }) => !before.has(id))
}

const run = (source: string, variableValues: Record<string, unknown>, as: Caller = caller) =>
  graphql({
    schema,
    source,
    variableValues,
    contextValue: createContext(world.deps, as, 'request-1'),
  }) as Promise<ExecutionResult>

const samples: Readonly<Record<string, unknown>> = {
  ID: 'unknown',
  String: 'a text',
  Int: 1,
  Boolean: true,
  DateTime: '2026-01-01T00:00:00Z',
  Date: '2026-01-01',
  LocalTime: '10:00',
  TimeZone: 'UTC',
  MinorUnits: '1',
  CurrencyCode: 'USD',
  CountryCode: 'US',
  URL: 'https://shop.example/',
  JSON: {},
  EventCursor: 'x',
}

/** A value that a type takes, with its required fields alone. */
function sampleOf(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return sampleOf(type.ofType)
  if (isListType(type)) return [sampleOf(type.ofType)]
  if (isEnumType(type)) return type.getValues()[0]?.name
  if (!isInputObjectType(type)) return samples[type.name]
  const fields = Object.values(type.getFields()).filter(isRequiredInputField)
  return Object.fromEntries(fields.map(field => [field.name, sampleOf(field.type)]))
}

const mutations = Object.values(schema.getMutationType()?.getFields() ?? {}).map(({ name, args }) => ({
  name,
  input: args[0]?.type as GraphQLInputType,
}))

test.each(mutations)('$name writes one entry, whatever it answers', async ({ name, input }) => {
  const source = `mutation ($input: ${input}) { ${name}(input: $input) { __typename } }`
  const entries = await added(async () => {
    const { data } = await run(source, { input: sampleOf(input) })
    expect(data).toHaveProperty(name)
  })
  expect(entries.map(({ action, merchant_id }) => [action, merchant_id])).toEqual([[name, caller.tenant.merchantId]])
})

const chargeDocument = `mutation ($input: ChargeCreateInput!) { chargeCreate(input: $input) { __typename
  ... on ChargeCreatePayload { charge { id } } } }`

test('what is done, replayed and refused', async () => {
  const agreement = await givenActiveAgreement(world)
  const input = { idempotencyKey: key(), agreementId: agreement.id, amount: { value: '500', currency: 'USD' } }
  let id = ''
  const entries = await added(async () => {
    id = (await ask(world, chargeDocument, { input }, caller)).chargeCreate.charge.id
    await ask(world, chargeDocument, { input }, caller)
    await ask(world, chargeDocument, { input: { ...input, amount: { value: '501', currency: 'USD' } } }, caller)
    const refund = `mutation ($input: ChargeRefundInput!) { chargeRefund(input: $input) { __typename } }`
    const reason = 'The customer\0 returned it'
    await ask(world, refund, { input: { idempotencyKey: key(), chargeId: id, reason } }, caller)
    await ask(world, refund, { input: { idempotencyKey: key(), chargeId: id, reason: 'Returned' } }, caller)
  })
  const same = {
    actor_kind: 'KEY',
    actor_id: caller.actor,
    merchant_id: caller.tenant.merchantId,
    mode: 'TEST',
    address: '203.0.113.7',
    request_id: 'request-1',
    at: expect.any(Date),
    id: expect.stringMatching(/^aud_/),
  }
  const create = { ...same, action: 'chargeCreate', reason: null }
  const refund = { ...same, action: 'chargeRefund', object_id: id }
  expect(entries).toEqual([
    { ...create, object_id: id, outcome: 'DONE', code: null },
    { ...create, object_id: id, outcome: 'REPLAYED', code: null },
    { ...create, object_id: agreement.id, outcome: 'REFUSED', code: 'IDEMPOTENCY_CONFLICT' },
    { ...refund, outcome: 'REFUSED', code: 'INVALID_INPUT', reason: 'The customer returned it' },
    { ...refund, outcome: 'DONE', code: null, reason: 'Returned' },
  ])
})

test('a scope that is missing, an unexpected error and a client token', async () => {
  const agreement = await givenActiveAgreement(world)
  const { id } = await charge(world, agreement.id, 500n)
  const resolve = `mutation ($input: ChargeResolveInput!) { chargeResolve(input: $input) { __typename } }`
  const operationId = newId('authorization', new Date())
  const input = { idempotencyKey: key(), chargeId: id, operationId, outcome: 'FAILED', note: 'Seen in the portal' }
  const grant = {
    tokenId: 'tok_1',
    expiresAt: new Date('2100-01-01'),
    consumerId: agreement.consumerId,
    agreementId: null,
    chargeId: null,
    reach: reachOf({ consumer: { id: agreement.consumerId }, agreement: null, charge: null }),
  }
  const broken = {
    ...world.deps,
    providers: {
      ...world.deps.providers,
      find: () => {
        throw new Error('a defect')
      },
    },
  }
  const entries = await added(async () => {
    await run(resolve, { input }, { ...caller, scopes: ['read'] })
    await run(resolve, { input }, { ...caller, scopes: [], actor: 'tok_1', grant })
    await graphql({
      schema,
      source: `mutation ($input: ChargeSyncInput!) { chargeSync(input: $input) { __typename } }`,
      variableValues: { input: { chargeId: id } },
      contextValue: createContext(broken, caller, 'request-1'),
    })
  })
  expect(entries.map(entry => [entry['actor_kind'], entry['outcome'], entry['code'], entry['object_id']])).toEqual([
    ['KEY', 'REFUSED', 'FORBIDDEN', id],
    ['CLIENT_TOKEN', 'REFUSED', 'FORBIDDEN', id],
    ['KEY', 'FAILED', 'INTERNAL_SERVER_ERROR', id],
  ])
  expect(entries.map(({ reason }) => reason)).toEqual(['Seen in the portal', 'Seen in the portal', null])
})

/** From then on none arrives, whose statements would be counted with those of a mutation. */
async function withoutWebhooks(): Promise<void> {
  await until('all webhooks to be delivered', async () => {
    const { webhooks } = (await (await fetch(`${world.sandbox.url}/control/ledger`)).json()) as Ledger
    return webhooks.length > 0 && webhooks.every(({ delivered }) => delivered)
  })
  world.sandbox.setWebhookUrl('PPRO', 'http://127.0.0.1:9')
  await world.quiet()
}

test('costs a charge no statement of its own', async () => {
  const agreement = await givenActiveAgreement(world)
  await withoutWebhooks()
  const sent = async (work: () => Promise<unknown>) => {
    const count = { statements: 0, roundTrips: 0 }
    const stop = world.database.onStatement((_name, pipelined) => {
      count.statements += 1
      if (!pipelined) count.roundTrips += 1
    })
    await work()
    await world.quiet()
    stop()
    return count
  }
  const given = { agreementId: agreement.id, amount: usd(700n) }
  const without = await sent(() => chargeCreate(world.deps, world.caller, { idempotencyKey: key(), ...given }))
  const input = { idempotencyKey: key(), ...given, amount: { value: '700', currency: 'USD' } }
  const source = `mutation ($input: ChargeCreateInput!) { chargeCreate(input: $input) { __typename } }`
  const entries = await added(async () => {
    expect(await sent(() => ask(world, source, { input }, caller))).toEqual(without)
  })
  expect(entries).toHaveLength(1)
})

test('a mutation that cannot be recorded is not answered as done', async () => {
  const deps = {
    ...world.deps,
    database: {
      ...world.database,
      row: async () => {
        throw new Error('the entry could not be written')
      },
    },
  }
  const source = `mutation { sandboxClockAdvance(input: { to: "2026-01-01T00:00:00Z" }) { __typename } }`
  const contextValue = createContext(deps, caller, 'request-1')
  const { data, errors } = (await graphql({ schema, source, contextValue })) as ExecutionResult
  expect(data).toEqual({ sandboxClockAdvance: null })
  expect(errors).toHaveLength(1)
})

test('the fields with personal data are in the schema', () => {
  for (const [type, fields] of Object.entries(personalFields)) {
    const known = (schema.getType(type) as unknown as GraphQLInputObjectType).getFields()
    expect(Object.keys(known)).toEqual(expect.arrayContaining([...fields]))
  }
})

test('a mutation of several commands writes one entry, and all that they do is kept', async () => {
  const consumer = await givenConsumer(world)
  const audit = auditMutation(world.deps, caller, { mutation: 'consumerErase', input: {}, requestId: 'request-2' })
  const as = { ...caller, mutation: audit }
  const update = (name: string) => consumerUpdate(world.deps, as, { consumerId: consumer.id, name })
  const entries = await added(async () => {
    expect([(await update('First')).ok, (await update('Second')).ok]).toEqual([true, true])
    await audit.record({ outcome: 'DONE', code: null })
  })
  expect(entries.map(({ action, request_id }) => [action, request_id])).toEqual([['consumerErase', 'request-2']])
  expect(await findConsumer(world.database, caller.tenant, consumer.id)).toMatchObject({ version: 3 })
})
