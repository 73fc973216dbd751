import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operationStatuses } from '../../../../src/domain/enums.ts'
import { tenantClient } from '../../../../src/store/prisma/tenant-client.ts'
import type { Query, Row } from '../../../../src/store/reads/selection/compile.ts'
import { type ModelName, models } from '../../../../src/store/reads/selection/models.ts'
import { selectedRows } from '../../../../src/store/reads/selection/selected-rows.ts'
import { insert, write } from '../../../../src/store/sql/write.ts'
import { dataKeys } from '../../../../src/store/tables.ts'
import { startGraph, type TestGraph } from '../../../schema/support/graph.ts'
import {
  addAgreement,
  addCharge,
  addConsumer,
  addInstrument,
  addOperation,
  addProviderEvent,
  addRevocation,
  givenPersonal,
  nextInstant,
} from '../../../schema/support/rows.ts'
import { addOccurrence, addSchedule } from '../../../schema/support/schedule-rows.ts'
import { full } from '../../../support/full.ts'

// The statement has to answer what Prisma answers, whatever is asked.

let graph: TestGraph
const rowsIn = {} as Record<ModelName, readonly Row[]>
const modelNames = Object.keys(models) as ModelName[]
/** Those with an id, which lists are ordered by. */
const listed = modelNames.filter(name => models[name].columns.has('id'))

beforeAll(async () => {
  graph = await startGraph()
  for (const tenant of [graph.tenant, graph.stranger, graph.tenant]) await addStory(tenant)
  for (const name of modelNames) {
    const { rows } = await graph.database.pool.query(`SELECT * FROM ${models[name].table} ORDER BY 1`)
    const columns = [...models[name].columns]
    rowsIn[name] = rows.map(row => Object.fromEntries(columns.map(([camel, column]) => [camel, row[column.name]])))
  }
})
afterAll(() => graph.stop())

const failure = {
  kind: 'SOFT_DECLINE',
  code: 'INSUFFICIENT_FUNDS',
  advice: 'RETRY_LATER',
  message: 'Not "enough" – 0 € \\ \n',
} as const

/** Two agreements of a consumer: one with rows in every relation and a value in every column, and one with nothing. */
async function addStory(tenant: TestGraph['tenant']) {
  const { database, vault } = graph
  const personal = { name: 'Zoë', email: null, phone: null, birthDate: null, taxId: null, billingAddress: null }
  const given = givenPersonal(vault, personal)
  const metadata = { order: '7', 'a "key"': 'ünï' }
  const consumer = await addConsumer(database, tenant, { reference: 'r', metadata, ...given })
  const { id: consumerId, merchantId, mode, createdAt } = consumer
  const [keyId, wrappedKey] = [randomBytes(8), randomBytes(60)]
  const dataKey = { consumerId, merchantId, mode, keyId, wrappedKey, keyVersion: '1', createdAt }
  await write(database, [insert(dataKeys, [dataKey])])
  const instrument = await addInstrument(database, consumer)
  await addAgreement(database, consumer)
  const agreement = await addAgreement(database, consumer, {
    ...{ failure, metadata, instrumentId: instrument.id, needsAttention: true, startsAt: nextInstant() },
    ...{ agreedAmount: 9_223_372_036_854_775_807n, agreedCurrency: 'USD', amountRule: 'MAX' },
  })
  await addRevocation(database, agreement, { failure })
  const schedule = await addSchedule(database, agreement, { retryAfterDays: [1, 5], endDate: '2027-03-01' })
  const { id: occurrenceId } = await addOccurrence(database, schedule, { status: 'RETRYING', nextAt: nextInstant() })
  await addOccurrence(database, schedule, { index: 1 })
  const first = await addCharge(database, agreement, { amount: 9_223_372_036_854_775_807n, status: 'FAILED', failure })
  const retry = { retryOfId: first.id, attemptNumber: 2, reference: 'r', captureBefore: nextInstant(), metadata }
  for (const given of [retry, { scheduleId: schedule.id, occurrenceId }, {}]) {
    const charge = await addCharge(database, agreement, given)
    await addOperation(database, charge, 'AUTHORIZATION', { amount: 9_223_372_036_854_775_807n })
    await addOperation(database, charge, 'CAPTURE', { status: 'FAILED', failure })
    const of = { subjectType: 'Charge', subjectId: charge.id, consumerId }
    await addProviderEvent(database, tenant, { ...of, encryptedBody: randomBytes(8), processedAt: nextInstant() })
    await addProviderEvent(database, tenant, { status: 'RECEIVED', type: 'é' })
  }
}

/** What Prisma answers, whose bytes are no Buffer. */
async function byPrisma(model: ModelName, query: Query): Promise<unknown> {
  const client = tenantClient(graph.database, graph.tenant) as unknown as Record<
    string,
    { findMany(query: Query): unknown }
  >
  return plain(await client[model]?.findMany(query))
}
async function byStatement(model: ModelName, query: Query): Promise<unknown> {
  const rows = selectedRows(graph.database, graph.tenant, model, query)
  if (rows === undefined) throw new Error(`not read by a statement: ${JSON.stringify(query)}`)
  return plain(await rows)
}
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]))
}

// ── Random queries

const few = <Value>(values: readonly Value[]) => fc.subarray([...values], { maxLength: Math.min(values.length, 2) })
const someOf = <Value>(values: readonly Value[]) => fc.subarray([...values], { minLength: 1 })

/** A selection of columns, and down to `depth` of relations: lists in an order, cut, between two places. */
function selection(model: ModelName, depth: number): fc.Arbitrary<Row> {
  const columns = someOf([...models[model].columns.keys()])
  const relations = depth === 0 ? [] : [...models[model].relations]
  const below = few(relations).chain(chosen =>
    fc.record(
      Object.fromEntries(
        chosen.map(([name, { model: to, isList }]) => {
          const select = selection(to, depth - 1)
          return [name, isList ? page(to, select) : fc.record({ select })]
        }),
      ),
    ),
  )
  return fc
    .tuple(columns, below)
    .map(([names, others]) => ({ ...Object.fromEntries(names.map(name => [name, true])), ...others }))
}

function page(model: ModelName, select: fc.Arbitrary<Row>): fc.Arbitrary<Query> {
  const place = fc.constantFrom(...rowsIn[model].map(({ id }) => id))
  const between = fc.oneof(fc.record({ lt: place }), fc.record({ gt: place }), fc.record({ lt: place, gt: place }))
  return fc.record(
    {
      select,
      orderBy: fc.record({ id: fc.constantFrom('asc', 'desc') }),
      take: fc.nat({ max: 9 }),
      where: fc.record({ id: between }),
    },
    { requiredKeys: ['select', 'orderBy'] },
  )
}

/** Conditions on columns, with values of rows that are there, of this tenant or the other one. */
function conditions(model: ModelName): fc.Arbitrary<object> {
  const columns = [...models[model].columns].filter(([, { type }]) => !['Json', 'Bytes'].includes(type))
  const valued = columns.flatMap(([name, { type }]) => {
    const values = rowsIn[model].map(row => row[name]).filter(value => value !== null && !Array.isArray(value))
    if (values.length === 0) return []
    const value = fc.constantFrom(...values)
    const operators = { gt: value, gte: value, lt: value, lte: value }
    const ordered = ['DateTime', 'BigInt', 'Int'].includes(type) ? [fc.record(operators, { requiredKeys: [] })] : []
    return [
      [
        name,
        fc.oneof(
          value,
          ...(type === 'Boolean' ? [] : [fc.array(value).map(values => ({ in: values }))]),
          value.map(one => ({ not: one })),
          ...(rowsIn[model].some(row => row[name] === null) ? [fc.constant({ not: null })] : []),
          ...ordered,
        ),
      ] as const,
    ]
  })
  const statuses = fc.subarray([...operationStatuses], { minLength: 1 })
  const ofOperations = ['operations', statuses.map(status => ({ some: { status: { in: status } } }))] as const
  return few(model === 'charge' ? [...valued, ofOperations, ofOperations] : valued).chain(chosen =>
    fc.record(Object.fromEntries(chosen) as Record<string, fc.Arbitrary<unknown>>),
  )
}

/** The conditions, or one of two. */
function oneOf(model: ModelName): fc.Arbitrary<object> {
  const each = conditions(model).filter(condition => Object.keys(condition).length > 0)
  return fc.oneof(
    conditions(model),
    fc.tuple(each, each).map(OR => ({ OR })),
  )
}

test('what a statement answers is what Prisma answers', async () => {
  const asked = fc
    .constantFrom(...listed)
    .chain(model =>
      fc.tuple(fc.constant(model), page(model, selection(model, 3)), fc.oneof(fc.constant([]), fc.tuple(oneOf(model)))),
    )
  let found = 0
  await fc.assert(
    fc.asyncProperty(asked, async ([model, { where = {}, ...query }, more]) => {
      const whole = { ...query, where: { AND: [...more, where] } }
      const expected = (await byPrisma(model, whole)) as unknown[]
      found += expected.length
      expect(await byStatement(model, whole)).toEqual(expected)
    }),
    { seed: 20_261_130, numRuns: full ? 4_000 : 400 },
  )
  expect(found).toBeGreaterThan(400)
})

// ── What a statement cannot read

const select = { id: true }
test.each<[string, Query]>([
  ['a condition on a relation', { select, where: { operations: { some: { status: 'UNKNOWN' } } } }],
  [
    'a condition on a relation that is no value of an enum',
    { select, where: { operations: { some: { reference: { in: ["') OR true --"] } } } } },
  ],
  ['no value of an enum', { select, where: { operations: { some: { status: { in: [] } } } } }],
  [
    'two conditions on a relation',
    { select, where: { operations: { some: { kind: { in: ['VOID'] }, status: { in: ['UNKNOWN'] } } } } },
  ],
  ['every row of a relation', { select, where: { operations: { every: { status: { in: ['UNKNOWN'] } } } } }],
  ['no condition of which one must hold', { select, where: { OR: [] } }],
  ['null', { select, where: { reference: null } }],
  ['a value that is left out', { select, where: { reference: undefined } }],
  ['an operator', { select, where: { reference: { startsWith: 'r' } } }],
  ['a condition on JSON', { select, where: { metadata: { equals: {} } } }],
  ['a column that no row of the store has', { select: { fencingToken: true } }],
  ['all columns', {}],
  ['all columns of a relation', { select: { consumer: true } }],
  ['a number of rows', { select: { _count: { select: { operations: true } } } }],
  ['rows of a model that is not known', { select: { providerRequests: { select } } }],
  ['an order by two columns', { select, orderBy: { reference: 'asc', id: 'asc' } }],
  ["an order by a relation's column", { select, orderBy: { consumer: { id: 'asc' } } }],
  ['rows from the end', { select, take: -1 }],
  ['a cursor', { select, cursor: { id: 'chg_1' } } as Query],
])('%s is left to Prisma, and nothing is sent', (_what, query) => {
  const sent: string[] = []
  const stop = graph.database.onStatement(name => sent.push(name))
  expect(selectedRows(graph.database, graph.tenant, 'charge', query)).toBeUndefined()
  stop()
  expect(sent).toEqual([])
})

test("another merchant's rows, and those of another mode, are not there", async () => {
  const rows = rowsIn.charge.map(({ id }) => id)
  const query = { select: { id: true, agreement: { select: { id: true } } }, where: { id: { in: rows } } }
  const of = async (tenant: TestGraph['tenant']) =>
    (await selectedRows(graph.database, tenant, 'charge', query))?.map(({ id }) => id).sort()
  const [mine, theirs] = [await of(graph.tenant), await of(graph.stranger)]
  expect([mine?.length, theirs?.length]).toEqual([8, 4])
  expect([...(mine ?? []), ...(theirs ?? [])].sort()).toEqual(rows)
  expect(await of({ ...graph.tenant, mode: 'LIVE' })).toEqual([])
})
