import { GraphQLObjectType, GraphQLSchema, getNamedType, isLeafType, isObjectType, isRequiredArgument } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { schema } from '../../../schema/index.ts'
import { statement } from '../../../src/store/sql/database.ts'
import { agreements, charges, consumers, providerEvents, schedules } from '../../../src/store/tables.ts'
import { sentByPrisma } from '../../store/support/sent-by-prisma.ts'
import { append, newEvent } from '../../support/database/log-events.ts'
import { startGraph, type TestGraph } from '../support/graph.ts'
import {
  addAgreement,
  addCharge,
  addConsumer,
  addInstrument,
  addOperation,
  addProviderEvent,
  givenPersonal,
  nextInstant,
} from '../support/rows.ts'
import { addOccurrence, addSchedule } from '../support/schedule-rows.ts'

let graph: TestGraph
const ids: Record<string, string> = {}

const failure = {
  kind: 'SOFT_DECLINE',
  code: 'INSUFFICIENT_FUNDS',
  advice: 'RETRY_LATER',
  message: 'No funds.',
} as const
const personal = { name: 'Jane Doe', email: 'jane@shop.example' }
const texts = { reference: 'a reference', description: 'a description', providerReference: 'theirs' }
const authenticationMethods = [{ type: 'REDIRECT', url: 'https://pay.test/', method: 'GET' }] as never

/** Rows in which every column has a value, so that a missing one shows. */
beforeAll(async () => {
  graph = await startGraph()
  const { database, tenant } = graph
  const metadata = { order: '7' }
  const rest = { phone: null, birthDate: null, taxId: null, billingAddress: null }
  const given = givenPersonal(graph.vault, { ...personal, ...rest })
  const named = { reference: 'a reference', locale: 'en-US', metadata, ...given }
  const consumer = await addConsumer(database, tenant, named)
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
  await append(database, [
    newEvent(tenant, { subjectId: charge.id, status: 'CAPTURED', data: { amount: '1000', currency: 'USD' } }),
  ])
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

const tables = {
  Consumer: consumers,
  Agreement: agreements,
  Charge: charges,
  Schedule: schedules,
  ProviderEvent: providerEvents,
}

/** As mutations and events answer it: a row with all columns, and without a plan of Prisma's. */
async function ofWholeRow(typeName: keyof typeof tables, selection: string) {
  const { name, select } = tables[typeName]
  const read = statement('whole-row', `SELECT ${select('t')} FROM ${name} t WHERE id = $1`)
  const row = await graph.database.row({ ...read, unprepared: true }, [ids[typeName]])
  const type = schema.getType(typeName) as GraphQLObjectType
  const { types } = schema.toConfig()
  const query = new GraphQLObjectType({ name: 'Whole', fields: { row: { type, resolve: () => row } } })
  return graph.dataOf(new GraphQLSchema({ query, types }), `{ row { ${selection} } }`)
}

describe.each(Object.entries(lists))('%s', (typeName, list) => {
  const inList = async (selection: string) =>
    (await graph.data(`{ ${list}(first: 1) { nodes { ${selection} } } }`))[list].nodes[0]
  const byId = async (selection: string) =>
    (await graph.data(`{ node(id: "${ids[typeName]}") { ... on ${typeName} { ${selection} } } }`)).node
  const whole = (selection: string) => ofWholeRow(typeName as keyof typeof tables, selection)

  test.each(fieldsOf(typeName))('%s is the same in a list, by its id and of a row with all columns', async field => {
    const expected = await byId(field)
    expect(expected).not.toBeNull()
    expect(await inList(field)).toEqual(expected)
    expect((await whole(field)).row).toEqual(expected)
  })

  test('so are all fields together', async () => {
    const all = fieldsOf(typeName).join(' ')
    const expected = await byId(all)
    expect(await inList(all)).toEqual(expected)
    expect((await whole(all)).row).toEqual(expected)
  })
})

test('of a row is read what is selected, and nothing more', async () => {
  const sent = async (list: string) =>
    (await sentByPrisma(graph.database, () => graph.data(`{ ${list} { nodes { id status } } }`))).map(
      ({ text }) => text,
    )
  expect(await sent('agreements')).toEqual([
    'SELECT "t0"."id", "t0"."status"::text FROM "public"."agreements" AS "t0" WHERE ("t0"."merchant_id" = $1 AND "t0"."mode" = CAST($2::text AS "public"."mode")) ORDER BY "t0"."id" DESC LIMIT $3',
  ])
  expect(await sent('charges')).toEqual([
    'SELECT t0.id AS "id", t0.status AS "status" FROM charges t0 WHERE t0.merchant_id = $1 AND t0.mode = $2 ORDER BY t0.id desc LIMIT $3',
  ])
})

test('of a row with all columns nothing is read again but what lies beyond it', async () => {
  const sent = async (selection: string) => {
    // The first one reads the row itself.
    const [, ...more] = await sentByPrisma(graph.database, () => ofWholeRow('Charge', selection))
    return more
  }
  const columns = 'id version eventCursor status amount { value } failure { code } metadata createdAt'
  expect(await sent(columns)).toEqual([])
  expect(await sent(`${columns} terminal captures { id } agreement { id status } consumer { id }`)).toHaveLength(1)
})

test('bytes, dates and integers beyond 2^53 are the same below another row as in their own', async () => {
  const query = '{ charges(first: 1) { nodes { createdAt consumer { name email createdAt eventCursor } } } }'
  const [charge] = (await graph.data(query)).charges.nodes
  const { node } = await graph.data(`{ node(id: "${ids['Consumer']}") { ... on Consumer { createdAt eventCursor } } }`)
  expect(charge.consumer).toEqual({ ...personal, ...node })
})

test('a charge that its operations lead back to has all that is selected of it', async () => {
  const query = '{ charges(first: 1) { nodes { id captures { charge { description providerReference } } } } }'
  const { charges } = await graph.data(query)
  expect(charges.nodes[0].captures).toEqual([{ charge: { description: 'a description', providerReference: 'theirs' } }])
  expect(await graph.statements(query)).toEqual(['select charges'])
})
