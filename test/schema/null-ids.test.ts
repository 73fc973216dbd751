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
import { createContext } from '../../schema/context.ts'
import { schema } from '../../schema/index.ts'
import { startGraph, type TestGraph } from './support/graph.ts'

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
  const caller = { tenant: graph.tenant, merchantName: 'Shop', actor: 'key_1', scopes: [] }
  const contextValue = createContext({ ...graph.deps, tail }, caller, 'request-1')
  const args = { schema, document: parse(source), variableValues, contextValue }
  if (root === 'query') return execute(args)
  const answer = await createSourceEventStream(args)
  return 'errors' in answer ? answer : { data: {} }
}

/** Places of ids and cursors that may be left out: [['filter', 'agreementId'], …]. */
function placesOf(fields: readonly { readonly name: string; readonly type: GraphQLInputType }[]): string[][] {
  return fields.flatMap(({ name, type }) => {
    const named = getNamedType(type)
    if (isInputObjectType(named)) return placesOf(Object.values(named.getFields())).map(path => [name, ...path])
    return !isNonNullType(type) && /^(ID|EventCursor)$/.test(named.name) ? [[name]] : []
  })
}

/** Relay's clients send null for the arguments of a page that they do not use. */
const ofPage = ({ args }: GraphQLField<unknown, unknown>, [name]: string[]) =>
  args.some(arg => arg.name === 'first') && (name === 'after' || name === 'before')

const everywhere = (['query', 'subscription'] as const).flatMap(root => {
  const type = root === 'query' ? schema.getQueryType() : schema.getSubscriptionType()
  return Object.values(type?.getFields() ?? {}).flatMap(field =>
    placesOf(field.args).map(path => ({ root, field, path, place: `${field.name}(${path.join('.')})` })),
  )
})
const refused = everywhere.filter(({ field, path }) => !ofPage(field, path))

test('the places of ids and cursors', () => {
  expect(refused.map(({ place }) => place)).toEqual([
    'agreements(filter.consumerId)',
    'charges(filter.agreementId)',
    'charges(filter.consumerId)',
    'schedules(filter.agreementId)',
    'schedules(filter.consumerId)',
    'providerEvents(filter.subjectId)',
    'events(filter.subjectId)',
    'events(filter.agreementId)',
    'events(filter.consumerId)',
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
    'events(filter.subjectId)',
    'events(filter.agreementId)',
    'events(filter.consumerId)',
    'events(after)',
  ])
})

describe.each(refused)('$root $place', ({ root, field, path }) => {
  const written = (value: string) => {
    const [argument, ...below] = path
    return `${argument}: ${below.reduceRight((inner, name) => `{ ${name}: ${inner} }`, value)}`
  }
  const variable = `${root} ($v: ${path.at(-1) === 'after' ? 'EventCursor' : 'ID'}) { ${field.name}(${written('$v')}) { __typename } }`
  const message = 'Must not be null: that would widen what is read. Send a value, or leave it out.'
  const refusal = [
    {
      message: `${path.join('.')}: ${message}`,
      path: [field.name],
      extensions: { code: 'BAD_USER_INPUT', issues: [{ path, code: 'REQUIRED', message }] },
    },
  ]

  test('null is refused, written out and as a variable', async () => {
    const before = subscribed
    const literal = `${root} { ${field.name}(${written('null')}) { __typename } }`
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

test('null arguments of a page are not given', async () => {
  const source =
    '{ events(after: null) { nodes { id } } charges(first: null, after: null, before: null) { nodes { id } } }'
  expect((await run('query', source, {})).errors).toBeUndefined()
})

test('a filter that is null narrows nothing', async () => {
  expect((await run('query', '{ charges(filter: null) { nodes { id } } }', {})).errors).toBeUndefined()
})
