import SchemaBuilder from '@pothos/core'
import { type ExecutionResult, execute, type GraphQLField, OperationTypeNode, parse, subscribe } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createContext } from '../../../schema/context.ts'
import { schema } from '../../../schema/index.ts'
import { requiredScope } from '../../../schema/plugins/require-scope.ts'
import { printGraph } from '../../../schema/print.ts'
import { newId } from '../../../src/base/id.ts'
import { reachOf } from '../../../src/domain/access/client-grant.ts'
import { type Scope, scopes } from '../../../src/domain/access/scopes.ts'
import type { Caller } from '../../../src/operations/command/caller.ts'
import { type Call, callsOf } from '../../access/support/calls.ts'
import type { Story } from '../../access/support/story.ts'
import { printed } from '../../access/support/sweep-world.ts'
import { startGraph, type TestGraph } from '../support/graph.ts'

/** What each field requires. A new field is added here by hand: this is the second opinion on its declaration. */
const required: Readonly<Record<string, Scope | 'any'>> = {
  'query.node': 'read',
  'query.nodes': 'read',
  'query.consumer': 'read',
  'query.consumers': 'read',
  'query.agreement': 'read',
  'query.agreements': 'read',
  'query.charge': 'read',
  'query.charges': 'read',
  'query.schedule': 'read',
  'query.schedules': 'read',
  'query.providers': 'any',
  'query.providerEvents': 'read',
  'query.events': 'read',
  'query.eventCursor': 'read',
  'query.clock': 'read',
  'query.currencies': 'any',
  'query.declineTaxonomy': 'any',
  'query.viewer': 'any',
  'query.apiKeys': 'manage',
  'query.providerAccounts': 'manage',
  'query.auditLog': 'manage',
  'query.returnOrigins': 'manage',
  'query.webhookEndpoints': 'read',
  'query.webhookDeliveries': 'read',
  'query.overview': 'read',
  'query.search': 'read',
  'query.needsAttention': 'read',
  'mutation.consumerCreate': 'manage',
  'mutation.consumerUpdate': 'manage',
  'mutation.consumerErase': 'manage',
  'mutation.agreementCreate': 'manage',
  'mutation.agreementRevoke': 'manage',
  'mutation.chargeCreate': 'charge',
  'mutation.chargeSync': 'charge',
  'mutation.chargeResolve': 'operator',
  'mutation.clientTokenCreate': 'charge',
  'mutation.clientTokenRevoke': 'charge',
  'mutation.chargeCapture': 'charge',
  'mutation.chargeRefund': 'refund',
  'mutation.chargeVoid': 'charge',
  'mutation.scheduleCreate': 'manage',
  'mutation.scheduleUpdate': 'manage',
  'mutation.schedulePause': 'manage',
  'mutation.scheduleResume': 'manage',
  'mutation.scheduleCancel': 'manage',
  'mutation.occurrenceRetry': 'charge',
  'mutation.occurrenceSkip': 'manage',
  'mutation.sandboxClockAdvance': 'manage',
  'mutation.apiKeyCreate': 'manage',
  'mutation.apiKeyRotate': 'manage',
  'mutation.apiKeyRevoke': 'manage',
  'mutation.providerAccountSet': 'manage',
  'mutation.providerAccountRetire': 'manage',
  'mutation.returnOriginsUpdate': 'manage',
  'mutation.webhookEndpointCreate': 'manage',
  'mutation.webhookEndpointUpdate': 'manage',
  'mutation.webhookEndpointDelete': 'manage',
  'mutation.webhookEndpointPause': 'manage',
  'mutation.webhookEndpointResume': 'manage',
  'mutation.webhookEndpointRotateSecret': 'manage',
  'mutation.webhookEndpointTest': 'manage',
  'mutation.webhookReplay': 'manage',
  'mutation.webhookDeliveryRetry': 'manage',
  'subscription.chargeStatusChanged': 'read',
  'subscription.chargeChanged': 'read',
  'subscription.agreementStatusChanged': 'read',
  'subscription.agreementChanged': 'read',
  'subscription.scheduleStatusChanged': 'read',
  'subscription.scheduleChanged': 'read',
  'subscription.events': 'read',
}

let graph: TestGraph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph.stop())

const idsOfNobody = () =>
  Object.fromEntries(
    Object.entries({
      Consumer: 'consumer',
      Agreement: 'agreement',
      Charge: 'charge',
      Authorization: 'authorization',
      Schedule: 'schedule',
      Occurrence: 'occurrence',
      LogEvent: 'event',
      WebhookEndpoint: 'webhookEndpoint',
      WebhookDelivery: 'webhookDelivery',
    } as const).map(([type, kind]) => [type, newId(kind, new Date())]),
  )
const nobody: Story = {
  ids: idsOfNobody(),
  otherIds: { ApiKey: newId('apiKey', new Date()), ProviderAccount: newId('providerAccount', new Date()) },
  tokenId: newId('clientToken', new Date()),
  cursor: '',
  reference: '',
  email: '',
  eventType: '',
  name: '',
}

/** One call of each field, with what it requires. */
const calls = Object.values(
  Object.fromEntries(
    callsOf(printed)
      .filter(({ name }) => !name.includes(' of ') || name.endsWith(' of Charge'))
      .toReversed()
      .map(call => [`${call.kind}.${call.field}`, call]),
  ),
).toReversed()

async function run(call: Call, held: readonly Scope[], more: Partial<Caller> = {}): Promise<ExecutionResult> {
  const caller: Caller = { tenant: graph.tenant, merchantName: 'Shop', actor: 'key_1', scopes: held, ...more }
  const tail = { ...graph.deps.tail, subscribe: () => (async function* () {})() }
  const { query, variables } = call.request(nobody, nobody)
  const args = {
    schema,
    document: parse(query),
    variableValues: variables,
    contextValue: createContext({ ...graph.deps, tail }, caller, 'request-1'),
  }
  if (call.kind !== OperationTypeNode.SUBSCRIPTION) return execute(args)
  const events = await subscribe(args)
  return 'errors' in events ? events : {}
}

const codesOf = ({ errors = [] }: ExecutionResult) => errors.map(({ extensions }) => extensions['code'])

test('every field is in the table', () => {
  expect(calls.map(({ kind, field }) => `${kind}.${field}`).toSorted()).toEqual(Object.keys(required).toSorted())
})

test.each(scopes)('a key with the scope %s alone may do exactly what requires it', async scope => {
  const refused: string[] = []
  for (const call of calls) {
    const statements: string[] = []
    const stop = graph.database.onStatement(name => statements.push(name))
    const result = await run(call, [scope])
    stop()
    if (!codesOf(result).includes('FORBIDDEN')) continue
    refused.push(`${call.kind}.${call.field}`)
    // That a mutation was refused is recorded, in one statement.
    const entries = call.kind === OperationTypeNode.MUTATION ? [expect.stringMatching(/^write:/)] : []
    expect([call.name, codesOf(result), statements]).toEqual([call.name, ['FORBIDDEN'], entries])
  }
  const others = Object.entries(required).filter(([, needed]) => needed !== scope && needed !== 'any')
  expect(refused.toSorted()).toEqual(others.map(([name]) => name).toSorted())
})

test('the refusal names the field and the scope that is missing', async () => {
  const refund = calls.find(({ field }) => field === 'chargeRefund')
  const { data, errors } = await run(refund as Call, ['read', 'charge', 'manage', 'operator'])
  expect(JSON.parse(JSON.stringify({ data, errors }))).toEqual({
    data: { chargeRefund: null },
    errors: [
      {
        message:
          'chargeRefund requires the scope refund, which your credential does not have. Use a key with this scope.',
        path: ['chargeRefund'],
        locations: expect.any(Array),
        extensions: { code: 'FORBIDDEN' },
      },
    ],
  })
})

test('the scope is checked before the arguments', async () => {
  const caller: Caller = { tenant: graph.tenant, merchantName: 'Shop', actor: 'key_1', scopes: ['refund'] }
  const contextValue = createContext(graph.deps, caller, 'request-1')
  const document = parse('{ charges(filter: { agreementId: null }, first: -1) { nodes { id } } }')
  expect(codesOf((await execute({ schema, document, contextValue })) as ExecutionResult)).toEqual(['FORBIDDEN'])
})

test('a mutation’s payload needs no scope of its own', async () => {
  const source = `mutation { consumerCreate(input: { idempotencyKey: "a", country: "DE", name: "Ada" }) {
    ... on ConsumerCreatePayload { consumer { name agreements(first: 1) { nodes { id } } } } } }`
  expect(await graph.data(source, {}, graph.tenant, ['manage'])).toEqual({
    consumerCreate: { consumer: { name: 'Ada', agreements: { nodes: [] } } },
  })
})

test('a client token may use what requires read, and nothing else', async () => {
  const reach = reachOf({ consumer: { id: 'con_1' }, agreement: null, charge: null })
  const grant = {
    tokenId: 'tok_1',
    expiresAt: new Date(),
    consumerId: 'con_1',
    agreementId: null,
    chargeId: null,
    reach,
  }
  for (const call of calls) {
    const needed = required[`${call.kind}.${call.field}`]
    const isRefused = codesOf(await run(call, [], { grant })).includes('FORBIDDEN')
    expect([call.name, isRefused]).toEqual([call.name, needed !== 'read' && needed !== 'any'])
  }
})

// ── the printed schema

const fieldsOf = (of: typeof schema) =>
  Object.values(OperationTypeNode).flatMap(kind =>
    Object.values(of.getRootType(kind)?.getFields() ?? {}).map((field): [string, GraphQLField<unknown, unknown>] => [
      `${kind}.${field.name}`,
      field,
    ]),
  )

test('the SDL and each description show the scope', () => {
  for (const [name, { astNode, description }] of fieldsOf(printed)) {
    const shown = astNode?.directives?.map(one => one.arguments?.map(({ value }) => 'value' in value && value.value))
    const needed = required[name]
    expect([name, shown]).toEqual([name, needed === 'any' ? [] : [[needed]]])
    const sentence = /Requires scope .*$/.exec(description ?? '')?.[0]
    expect([name, sentence]).toEqual([name, needed === 'any' ? undefined : `Requires scope ${needed}.`])
  }
  expect(printed.getDirective('requiresScope')?.description).toContain('FORBIDDEN')
})

test('what is printed has the scopes of the schema, wherever a field is in it', () => {
  const text = printGraph(schema)
  for (const [name, field] of fieldsOf(schema))
    expect([name, requiredScope(field) ?? 'any']).toEqual([name, required[name]])
  expect(text.match(/@requiresScope\(scope: "/g)).toHaveLength(
    Object.values(required).filter(needed => needed !== 'any').length,
  )
})

test.each([
  ['nothing', undefined],
  ['a word that is no scope', 'root'],
])('the schema is not built if a field declares %s', (_what, scope) => {
  const builder = new SchemaBuilder({
    plugins: ['requireScope'],
    prisma: { client: { $connect: async () => {} }, dmmf: { datamodel: {} } },
  } as never)
  builder.queryType({ fields: t => ({ mine: t.boolean({ scope, resolve: () => true } as never) }) })
  expect(() => builder.toSchema()).toThrow(
    'Query.mine declares no scope. Add the option scope: read, charge, refund, manage, operator, or any if every ' +
      'valid credential may use it.',
  )
})
