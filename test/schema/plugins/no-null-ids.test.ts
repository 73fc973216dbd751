import SchemaBuilder from '@pothos/core'
import {
  createSourceEventStream,
  type ExecutionResult,
  execute,
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
  isNonNullType,
  parse,
} from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createContext } from '../../../schema/context.ts'
import { schema } from '../../../schema/index.ts'
import { backendScopes } from '../../../src/domain/access/scopes.ts'
import { startGraph, type TestGraph } from '../support/graph.ts'

let graph: TestGraph
let subscribed = 0
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph.stop())

type Root = 'query' | 'subscription'

async function run(root: Root, source: string, variableValues: Record<string, unknown>): Promise<ExecutionResult> {
  const tail = {
    ...graph.deps.tail,
    subscribe: () => {
      subscribed += 1
      return (async function* () {})()
    },
  }
  const caller = { tenant: graph.tenant, merchantName: 'Shop', actor: 'key_1', scopes: backendScopes }
  const contextValue = createContext({ ...graph.deps, tail }, caller, 'request-1')
  const args = { schema, document: parse(source), variableValues, contextValue }
  if (root === 'query') return execute(args)
  const answer = await createSourceEventStream(args)
  return 'errors' in answer ? answer : { data: {} }
}

/** The paths of all optional inputs, with the type of each: [['filter', 'agreementId'], 'ID'], … */
function placesOf(fields: readonly { readonly name: string; readonly type: GraphQLInputType }[]): [string[], string][] {
  return fields.flatMap(({ name, type }): [string[], string][] => {
    const named = getNamedType(type)
    const below = isInputObjectType(named) ? placesOf(Object.values(named.getFields())) : []
    const own: [string[], string][] = isNonNullType(type) ? [] : [[[name], String(type)]]
    return [...own, ...below.map(([path, of]): [string[], string] => [[name, ...path], of])]
  })
}

/** Relay's clients send null for the arguments of a page that they do not use. */
const ofPage = ({ args }: GraphQLField<unknown, unknown>, [name = '']: string[]) =>
  args.some(arg => arg.name === 'first') && ['first', 'after', 'last', 'before'].includes(name)

/** Whether a null at this place would widen the result from one object, or one filter's events, to everything. */
const widens = (root: Root, path: string[], type: string) =>
  /^(ID|EventCursor)$/.test(type) ||
  ['reference', 'email'].includes(path.at(-1) ?? '') ||
  (root === 'subscription' && path.join() === 'filter')

const everywhere = (['query', 'subscription'] as const).flatMap(root => {
  const type = root === 'query' ? schema.getQueryType() : schema.getSubscriptionType()
  return Object.values(type?.getFields() ?? {}).flatMap(field =>
    placesOf(field.args)
      .filter(([path]) => !ofPage(field, path))
      .map(([path, type]) => ({ root, field, path, type, place: `${field.name}(${path.join('.')})` })),
  )
})
const refused = everywhere.filter(({ root, path, type }) => widens(root, path, type))
const allowed = everywhere.filter(of => !refused.includes(of))

test('the places where null is refused', () => {
  expect(refused.map(({ place }) => place)).toEqual([
    'consumers(filter.reference)',
    'consumers(filter.email)',
    'agreements(filter.consumerId)',
    'agreements(filter.reference)',
    'charges(filter.agreementId)',
    'charges(filter.consumerId)',
    'charges(filter.reference)',
    'schedules(filter.agreementId)',
    'schedules(filter.consumerId)',
    'schedules(filter.reference)',
    'providerEvents(filter.subjectId)',
    'events(filter.subjectId)',
    'events(filter.agreementId)',
    'events(filter.consumerId)',
    'auditLog(filter.objectId)',
    'webhookDeliveries(filter.webhookEndpointId)',
    'webhookDeliveries(filter.eventId)',
    'chargeStatusChanged(chargeId)',
    'chargeStatusChanged(agreementId)',
    'chargeStatusChanged(consumerId)',
    'chargeStatusChanged(after)',
    'chargeChanged(chargeId)',
    'chargeChanged(agreementId)',
    'chargeChanged(consumerId)',
    'chargeChanged(after)',
    'agreementStatusChanged(agreementId)',
    'agreementStatusChanged(consumerId)',
    'agreementStatusChanged(after)',
    'agreementChanged(agreementId)',
    'agreementChanged(consumerId)',
    'agreementChanged(after)',
    'scheduleStatusChanged(scheduleId)',
    'scheduleStatusChanged(agreementId)',
    'scheduleStatusChanged(consumerId)',
    'scheduleStatusChanged(after)',
    'scheduleChanged(scheduleId)',
    'scheduleChanged(agreementId)',
    'scheduleChanged(consumerId)',
    'scheduleChanged(after)',
    'events(filter)',
    'events(filter.subjectId)',
    'events(filter.agreementId)',
    'events(filter.consumerId)',
    'events(after)',
  ])
})

test('the places where null is the same as left out', () => {
  expect(allowed.map(({ place }) => place)).toEqual([
    'consumers(filter)',
    'consumers(filter.country)',
    'consumers(filter.createdAfter)',
    'consumers(filter.createdBefore)',
    'agreements(filter)',
    'agreements(filter.status)',
    'agreements(filter.provider)',
    'agreements(filter.paymentMethod)',
    'agreements(filter.needsAttention)',
    'agreements(filter.createdAfter)',
    'agreements(filter.createdBefore)',
    'charges(filter)',
    'charges(filter.status)',
    'charges(filter.operationStatus)',
    'charges(filter.needsAttention)',
    'charges(filter.provider)',
    'charges(filter.currency)',
    'charges(filter.createdAfter)',
    'charges(filter.createdBefore)',
    'schedules(filter)',
    'schedules(filter.status)',
    'schedules(filter.createdAfter)',
    'schedules(filter.createdBefore)',
    'providerEvents(filter)',
    'providerEvents(filter.provider)',
    'providerEvents(filter.status)',
    'providerEvents(filter.type)',
    'events(filter)',
    'events(filter.types)',
    'auditLog(filter)',
    'auditLog(filter.actor)',
    'auditLog(filter.action)',
    'auditLog(filter.from)',
    'auditLog(filter.to)',
    'webhookDeliveries(filter)',
    'webhookDeliveries(filter.state)',
    'needsAttention(kinds)',
    'events(filter.types)',
  ])
})

/** A request with a literal null at the place, and one with a variable. */
function requestsFor({ root, field, path: [argument, ...below], type }: (typeof everywhere)[number]) {
  const at = (value: string) =>
    `{ ${field.name}(${argument}: ${below.reduceRight((inner, name) => `{ ${name}: ${inner} }`, value)}) { __typename } }`
  return { literal: `${root} ${at('null')}`, variable: `${root} ($v: ${type}) ${at('$v')}` }
}

describe.each(refused)('$root $place', ({ root, field, path, ...of }) => {
  const { literal, variable } = requestsFor({ root, field, path, ...of })
  const message = 'Must not be null, because null could match more than intended. Send a value, or omit the field.'
  const refusal = [
    {
      message: `${path.join('.')}: ${message}`,
      path: [field.name],
      extensions: { code: 'BAD_USER_INPUT', issues: [{ path, code: 'REQUIRED', message }] },
    },
  ]

  test('null is refused, as a literal and as a variable', async () => {
    const before = subscribed
    for (const [source, variables] of [[literal, {}] as const, [variable, { v: null }] as const]) {
      const { errors, data } = await run(root, source, variables)
      expect(JSON.parse(JSON.stringify(errors ?? []))).toMatchObject(refusal)
      expect(data ?? null).toBeNull()
    }
    expect(subscribed).toBe(before)
  })

  test('a variable without a value leaves it out', async () => {
    expect((await run(root, variable, {})).errors).toBeUndefined()
  })
})

test('null arguments of a page count as omitted', async () => {
  const source =
    '{ events(after: null) { nodes { id } } charges(first: null, after: null, before: null) { nodes { id } } }'
  expect((await run('query', source, {})).errors).toBeUndefined()
})

test.each(allowed)('$root $place: null is the same as left out', async of => {
  const { literal, variable } = requestsFor(of)
  expect((await run(of.root, literal, {})).errors).toBeUndefined()
  expect((await run(of.root, variable, { v: null })).errors).toBeUndefined()
})

test('an input that contains itself is checked as deep as it is sent', async () => {
  const builder = new SchemaBuilder<{ Inputs: { Filter: object } }>({
    plugins: ['noNullIds'],
    prisma: { client: { $connect: async () => {} }, dmmf: { datamodel: {} } },
  })
  const Filter = builder.inputRef<object>('Filter').implement({
    fields: t => ({ id: t.id(), not: t.field({ type: 'Filter' }), any: t.field({ type: ['Filter'] }) }),
  })
  builder.queryType({
    fields: t => ({ ok: t.boolean({ scope: 'any', args: { filter: t.arg({ type: Filter }) }, resolve: () => true }) }),
  })
  const ask = (filter: string) =>
    execute({ schema: builder.toSchema(), document: parse(`{ ok(filter: ${filter}) }`) }) as ExecutionResult
  expect(ask('{ not: { any: [{ id: "1" }] } }').data).toEqual({ ok: true })
  expect(ask('{ not: { any: [{ id: "1" }, { id: null }] } }').errors?.[0]?.extensions['issues']).toMatchObject([
    { path: ['filter', 'not', 'any', '1', 'id'], code: 'REQUIRED' },
  ])
})
