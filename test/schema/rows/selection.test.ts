import { execute, parse } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createContext } from '../../../schema/context.ts'
import { schema } from '../../../schema/index.ts'
import { append, newEvent, untilReadable } from '../../support/database/log-events.ts'
import { startGraph, type TestGraph } from '../support/graph.ts'
import { addAgreement, addCharge, addConsumer } from '../support/rows.ts'

// A server parses a document once, and executes it many times.

let graph: TestGraph
const ids: Record<string, string> = {}
beforeAll(async () => {
  graph = await startGraph()
  const { database, tenant } = graph
  const consumer = await addConsumer(database, tenant)
  const agreement = await addAgreement(database, consumer)
  const charge = await addCharge(database, agreement, { reference: 'the reference' })
  const subjects = { Charge: charge.id, Agreement: agreement.id }
  for (const [subjectType, subjectId] of Object.entries(subjects))
    await append(database, [newEvent(tenant, { subjectType: subjectType as never, subjectId, status: 'ACTIVE' })])
  await untilReadable(database)
  Object.assign(ids, { charge: charge.id, agreement: agreement.id, consumer: consumer.id })
})
afterAll(() => graph.stop())

/** Executes one document with each of the variables in turn, as a server does; returns answers and statements. */
async function inTurn(text: string, variables: readonly object[]) {
  const document = parse(text)
  const caller = { tenant: graph.tenant, merchantName: 'Test', actor: 'key_1', scopes: ['read'] as const }
  const statements: string[][] = []
  const data: unknown[] = []
  for (const variableValues of variables) {
    const sent: string[] = []
    const stop = graph.database.onStatement(name => sent.push(name))
    const contextValue = createContext(graph.deps, caller, 'request-1')
    const answer = await execute({ schema, document, variableValues: { ...variableValues }, contextValue })
    stop()
    if (answer.errors) throw answer.errors[0]
    statements.push(sent)
    data.push(JSON.parse(JSON.stringify(answer.data)))
  }
  return { data, statements }
}

test('a selection of columns has the same answer each time, by one statement', async () => {
  const text = 'query ($id: ID!) { charge(id: $id) { id status reference } charges { nodes { id reference } } }'
  const { data, statements } = await inTurn(text, [{ id: ids['charge'] }, { id: ids['charge'] }, { id: ids['charge'] }])
  const row = { id: ids['charge'], reference: 'the reference' }
  const whole = { charge: { ...row, status: 'CAPTURED' }, charges: { nodes: [row] } }
  expect(data).toEqual([whole, whole, whole])
  const each = ['select charges', 'select charges']
  expect(statements).toEqual([each, each, each])
})

test.each([
  ['a directive', '{ charges { nodes { id reference @include(if: $more) } } }'],
  ['a directive of a fragment', '{ charges { nodes { id ...More @include(if: $more) } } }'],
  ['a directive in a fragment', '{ charges { nodes { id ...Maybe } } }'],
])('%s counts each time', async (_what, selection) => {
  const fragments =
    'fragment More on Charge { reference } fragment Maybe on Charge { reference @include(if: $more) }'.split(/(?<=\}) /)
  const used = fragments.filter(text => selection.includes(text.split(' ')[1] ?? ''))
  const text = `query ($more: Boolean!) ${selection} ${used.join(' ')}`
  const { data } = await inTurn(text, [{ more: false }, { more: true }, { more: false }])
  const row = (more: object) => ({ charges: { nodes: [{ id: ids['charge'], ...more }] } })
  expect(data).toEqual([row({}), row({ reference: 'the reference' }), row({})])
})

test('arguments of a nested list count each time', async () => {
  const text = `query ($id: ID!, $n: Int) { agreement(id: $id) { id charges(first: $n) { nodes { id reference } } } }`
  const id = ids['agreement']
  const { data, statements } = await inTurn(text, [
    { id, n: 0 },
    { id, n: 1 },
  ])
  const page = (nodes: object[]) => ({ agreement: { id, charges: { nodes } } })
  expect(data).toEqual([page([]), page([{ id: ids['charge'], reference: 'the reference' }])])
  expect(statements).toEqual([['select agreements'], ['select agreements']])
})

test('one field of rows of several types reads each of its own', async () => {
  const text = '{ events { nodes { subject { id } } } }'
  const { data } = await inTurn(text, [{}, {}])
  const subjects = { events: { nodes: [{ subject: { id: ids['charge'] } }, { subject: { id: ids['agreement'] } }] } }
  expect(data).toEqual([subjects, subjects])
})
