import { getNamedType, isLeafType, isObjectType, isRequiredArgument } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { schema } from '../../schema/index.ts'
import { append, newEvent } from '../support/log-events.ts'
import { startGraph, type TestGraph } from './support/graph.ts'
import {
  addAgreement,
  addCharge,
  addConsumer,
  addInstrument,
  addOperation,
  addProviderEvent,
  nextInstant,
} from './support/rows.ts'
import { addOccurrence, addSchedule } from './support/schedule-rows.ts'

let graph: TestGraph
const ids: Record<string, string> = {}

const failure = {
  kind: 'SOFT_DECLINE',
  code: 'INSUFFICIENT_FUNDS',
  advice: 'RETRY_LATER',
  message: 'No funds.',
} as const
const texts = { reference: 'a reference', description: 'a description', providerReference: 'theirs' }
const authenticationMethods = [{ type: 'REDIRECT', url: 'https://pay.test/', method: 'GET' }] as never

/** Rows in which every column has a value, so that a missing one shows. */
beforeAll(async () => {
  graph = await startGraph()
  const { database, tenant } = graph
  const metadata = { order: '7' }
  const consumer = await addConsumer(database, tenant, { reference: 'a reference', locale: 'en-US', metadata })
  const instrument = await addInstrument(database, consumer)
  const agreement = await addAgreement(database, consumer, {
    ...texts,
    ...{ failure, metadata, authenticationMethods, instrumentId: instrument.id, needsAttention: true, chargeCount: 12 },
    ...{ agreedAmount: 5_000n, agreedCurrency: 'USD', intervalUnit: 'MONTH', intervalCount: 1, amountRule: 'MAX' },
    ...{ startsAt: nextInstant(), endsAt: nextInstant() },
  })
  const schedule = await addSchedule(database, agreement, {
    ...{ reference: 'a reference', description: 'a description', metadata, statusReason: 'a reason', version: 3 },
    ...{ endDate: '2027-03-01', maxOccurrences: 12 },
  })
  const { id: occurrenceId } = await addOccurrence(database, schedule, { status: 'RETRYING', nextAt: nextInstant() })
  await addOccurrence(database, schedule, { index: 1 })
  const first = await addCharge(database, agreement)
  const charge = await addCharge(database, agreement, {
    ...texts,
    ...{ failure, metadata, authenticationMethods, needsAttention: true, retryOfId: first.id, attemptNumber: 2 },
    ...{ captureBefore: nextInstant(), version: 3, status: 'FAILED', scheduleId: schedule.id, occurrenceId },
  })
  await addOperation(database, charge, 'AUTHORIZATION')
  await addOperation(database, charge, 'CAPTURE')
  await append(database, [newEvent(tenant, { subjectId: charge.id, status: 'CAPTURED' })])
  const event = await addProviderEvent(database, tenant, {
    ...{ subjectType: 'Charge', subjectId: charge.id, processedAt: nextInstant(), error: 'an error', deliveries: 2 },
  })
  Object.assign(ids, {
    Consumer: consumer.id,
    Agreement: agreement.id,
    Charge: charge.id,
    ProviderEvent: event.id,
    Schedule: schedule.id,
  })
})
afterAll(() => graph.stop())

const lists = {
  Consumer: 'consumers',
  Agreement: 'agreements',
  Charge: 'charges',
  Schedule: 'schedules',
  ProviderEvent: 'providerEvents',
}

/** Every field of a type that needs no arguments, each with the selection that it needs. */
function fieldsOf(typeName: string): string[] {
  const type = schema.getType(typeName)
  if (!isObjectType(type)) throw new Error(`${typeName} is no object type`)
  return Object.values(type.getFields())
    .filter(({ args }) => !args.some(isRequiredArgument))
    .map(({ name, type }) => (isLeafType(getNamedType(type)) ? name : `${name} ${below(getNamedType(type).name)}`))
}

function below(typeName: string): string {
  if (typeName.endsWith('Connection')) return '{ nodes { id } }'
  const type = schema.getType(typeName)
  const leaves = isObjectType(type)
    ? Object.values(type.getFields()).filter(({ type }) => isLeafType(getNamedType(type)))
    : []
  return `{ __typename ${leaves.map(({ name }) => name).join(' ')} }`
}

describe.each(Object.entries(lists))('%s', (typeName, list) => {
  const inList = async (selection: string) =>
    (await graph.data(`{ ${list}(first: 1) { nodes { ${selection} } } }`))[list].nodes[0]
  const byId = async (selection: string) =>
    (await graph.data(`{ node(id: "${ids[typeName]}") { ... on ${typeName} { ${selection} } } }`)).node

  test.each(fieldsOf(typeName))('%s alone in a list has the value that it has in a whole row', async field => {
    expect(await inList(field)).toEqual(await byId(field))
  })

  test('all fields in a list have the values that they have in a whole row', async () => {
    const all = fieldsOf(typeName).join(' ')
    expect(await inList(all)).toEqual(await byId(all))
  })
})

const WHOLE = ['charges-page-0-start']
const ID_AND_STATUS = ['charges-page.e9-0-start']

test.each([
  ['nodes', '{ charges { nodes { id status } } }', ID_AND_STATUS],
  ['edges', '{ charges { edges { cursor node { status } } } }', ID_AND_STATUS],
  ['both', '{ charges { nodes { id } edges { node { status } } } }', ID_AND_STATUS],
  ['under other names', '{ charges { all: nodes { state: status __typename } } }', ID_AND_STATUS],
  [
    'in fragments',
    `{ ...Page } fragment Page on Query { charges { ... { nodes { ...Ids ... on Charge { status } } } } }
     fragment Ids on Node { id }`,
    ID_AND_STATUS,
  ],
  ['skipped perhaps', '{ charges { nodes { id status @skip(if: true) } } }', ID_AND_STATUS],
  ['its ends alone', '{ charges { pageInfo { endCursor } } }', ['charges-page.1-0-start']],
  ['a field that may read anything', '{ charges { nodes { status timeline { at } } } }', WHOLE],
  ['the list written twice', '{ charges { nodes { id } } charges { nodes { status } } }', WHOLE],
])('selected: %s', async (_name, query, statements) => {
  expect((await graph.statements(query)).filter(name => name.startsWith('charges-page'))).toEqual(statements)
})

test('a charge that its operations refer back to is whole', async () => {
  const query = '{ charges(first: 1) { nodes { id captures { charge { description providerReference } } } } }'
  const { charges } = await graph.data(query)
  expect(charges.nodes[0].captures).toEqual([{ charge: { description: 'a description', providerReference: 'theirs' } }])
  expect((await graph.statements(query)).sort()).toEqual([...WHOLE, 'operations-of-charges'])
})
