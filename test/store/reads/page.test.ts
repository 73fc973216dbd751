import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../../src/base/id.ts'
import { chargesOfAgreements } from '../../../src/store/reads/charges-of-agreements.ts'
import { type ChargesFilter, chargesConditions, chargesPage } from '../../../src/store/reads/charges-page.ts'
import { MOST_PREPARED, type Page, type PageWindow, pageReader } from '../../../src/store/reads/page.ts'
import { type Database, openDatabase } from '../../../src/store/sql/database.ts'
import { type ChargeRow, charges as chargesTable } from '../../../src/store/tables/charge.ts'
import { startGraph, type TestGraph } from '../../schema/support/graph.ts'
import {
  addAgreement,
  addCharge,
  addConsumer,
  addOperation,
  type NewAgreement,
  type NewCharge,
} from '../../schema/support/rows.ts'

let graph: TestGraph
let agreement: NewAgreement
/** Newest first, like all lists. */
const charges: NewCharge[] = []

beforeAll(async () => {
  graph = await startGraph()
  const { database, tenant, stranger } = graph
  const consumer = await addConsumer(database, tenant)
  agreement = await addAgreement(database, consumer)
  for (let i = 0; i < 7; i++)
    charges.unshift(await addCharge(database, agreement, { reference: i % 2 ? 'odd' : 'even' }))
  await addCharge(database, await addAgreement(database, await addConsumer(database, stranger)))
})
afterAll(() => graph.stop())

const idOf = (index: number) => charges[index]?.id ?? ''
const whole: PageWindow = { from: 'start', limit: 100, after: undefined, before: undefined }
const page = (window: Partial<PageWindow>, filter: ChargesFilter = {}) =>
  chargesPage(graph.database, graph.tenant, { ...whole, ...window }, filter).then(indexes)
const indexes = ({ rows, ...more }: Page<{ readonly id: string }>) => ({
  rows: rows.map(row => charges.findIndex(charge => charge.id === row.id)),
  ...more,
})

describe.each([
  ['a list', (window: Partial<PageWindow>) => page(window)],
  [
    'the list of one of many parents',
    async (window: Partial<PageWindow>) => {
      const pages = await chargesOfAgreements(graph.database, graph.tenant, { ...whole, ...window }, [
        newId('agreement', new Date()),
        agreement.id,
      ])
      expect(pages[0]?.rows).toEqual([])
      return indexes(pages[1] ?? { rows: [], hasNextPage: false, hasPreviousPage: false })
    },
  ],
])('%s', (_name, read) => {
  test.each([
    ['all of it', {}, [0, 1, 2, 3, 4, 5, 6], false, false],
    ['the first', { limit: 3 }, [0, 1, 2], true, false],
    ['exactly as many as there are', { limit: 7 }, [0, 1, 2, 3, 4, 5, 6], false, false],
    ['none', { limit: 0 }, [], true, false],
    ['the first after a place', { limit: 2, after: 2 }, [3, 4], true, true],
    ['the rest after a place', { limit: 9, after: 4 }, [5, 6], false, true],
    ['nothing after the last', { limit: 2, after: 6 }, [], false, true],
    ['the first between two places', { limit: 2, after: 1, before: 6 }, [2, 3], true, true],
    ['all between two places', { limit: 9, after: 1, before: 4 }, [2, 3], false, true],
    ['the last', { from: 'end', limit: 2 }, [5, 6], false, true],
    ['the last before a place', { from: 'end', limit: 2, before: 3 }, [1, 2], true, true],
    ['the rest before a place', { from: 'end', limit: 9, before: 2 }, [0, 1], true, false],
    ['nothing before the first', { from: 'end', limit: 2, before: 0 }, [], true, false],
    ['the last between two places', { from: 'end', limit: 2, after: 0, before: 6 }, [4, 5], true, true],
  ] as const)('%s', async (_what, window, rows, hasNextPage, hasPreviousPage) => {
    const { after, before } = { after: undefined, before: undefined, ...window } as { after?: number; before?: number }
    const cursors = {
      after: after === undefined ? undefined : idOf(after),
      before: before === undefined ? undefined : idOf(before),
    }
    expect(await read({ ...window, ...cursors } as Partial<PageWindow>)).toEqual({ rows, hasNextPage, hasPreviousPage })
  })

  test('a place that is in no list has only the rows on its two sides', async () => {
    const newest = newId('charge', new Date('2030-01-01T00:00:00Z'))
    expect(await read({ limit: 1, after: newest })).toEqual({ rows: [0], hasNextPage: true, hasPreviousPage: false })
    const oldest = newId('charge', new Date('2020-01-01T00:00:00Z'))
    expect(await read({ from: 'end', limit: 1, before: oldest })).toEqual({
      rows: [6],
      hasNextPage: false,
      hasPreviousPage: true,
    })
  })
})

test('what a filter leaves out is on neither side of a page', async () => {
  // 0, 2, 4 and 6 are even.
  expect(await page({ limit: 1, after: idOf(1) }, { reference: 'odd' })).toEqual({
    rows: [3],
    hasNextPage: true,
    hasPreviousPage: true,
  })
  expect(await page({ limit: 1, after: idOf(0) }, { reference: 'odd' })).toEqual({
    rows: [1],
    hasNextPage: true,
    hasPreviousPage: false,
  })
})

test('fields that are null or absent filter nothing', async () => {
  const all = await page({})
  expect(await page({}, { status: null, reference: undefined, needsAttention: null })).toEqual(all)
})

test('an empty list matches nothing', async () => {
  expect((await page({}, { status: [] })).rows).toEqual([])
})

test('text that the database cannot hold matches nothing', async () => {
  expect((await page({}, { reference: 'even\0' })).rows).toEqual([])
})

test('operationStatus finds charges by any of their operations', async () => {
  const [first, second] = [charges[2], charges[5]]
  if (!first || !second) throw new Error('seven charges were made')
  await addOperation(graph.database, first, 'AUTHORIZATION', { status: 'SUCCEEDED' })
  await addOperation(graph.database, first, 'REFUND', { status: 'UNKNOWN' })
  await addOperation(graph.database, second, 'AUTHORIZATION', { status: 'UNKNOWN' })
  expect((await page({}, { operationStatus: ['UNKNOWN'] })).rows).toEqual([2, 5])
  expect((await page({}, { operationStatus: ['PENDING', 'SUCCEEDED'] })).rows).toEqual([2])
})

test('createdAfter takes its instant in, createdBefore does not', async () => {
  const [newer, older] = [charges[1]?.createdAt, charges[4]?.createdAt]
  expect((await page({}, { createdAfter: older, createdBefore: newer })).rows).toEqual([2, 3, 4])
})

test('the lists of many parents are one statement', async () => {
  const names: string[] = []
  const stop = graph.database.onStatement(name => names.push(name))
  await chargesOfAgreements(graph.database, graph.tenant, { ...whole, limit: 2 }, [agreement.id, 'agr_unknown'])
  stop()
  expect(names).toEqual(['charges-of-agreements-start'])
})

test('statements have names that PostgreSQL keeps whole', async () => {
  const names: string[] = []
  const stop = graph.database.onStatement(name => names.push(name))
  const used = { status: [], operationStatus: [], needsAttention: true, provider: 'PPRO', currency: 'USD' } as const
  const at = new Date()
  await page(
    { after: idOf(0), before: idOf(5) },
    { ...used, agreementId: 'a', consumerId: 'c', reference: 'r', createdAfter: at, createdBefore: at },
  )
  stop()
  expect(names).toEqual(['charges-page-sf-start-after-before'])
})

test('some columns: the rows have these, and the same place in the list', async () => {
  const columns = new Set(['id', 'reference'])
  const { rows } = await chargesPage(graph.database, graph.tenant, { ...whole, limit: 2, after: idOf(2) }, {}, columns)
  expect(rows.map(row => ({ ...row }))).toEqual(
    charges.slice(3, 5).map(({ id, reference }) => ({ beyond: true, id, reference })),
  )
})

describe('the prepared statements of one connection', () => {
  const optional = Object.keys(chargesTable.columns).filter(name => name !== 'id')
  const pairs = optional.flatMap(one => optional.filter(other => other > one).map(other => new Set(['id', one, other])))
  const value = { status: [], operationStatus: [], needsAttention: true, provider: 'PPRO', currency: 'USD' } as const
  const ids = { agreementId: 'a', consumerId: 'c', reference: 'r' }
  const all: Required<ChargesFilter> = { ...value, ...ids, createdAfter: new Date(0), createdBefore: new Date(0) }
  const filters = subsets(Object.entries(all)).map(entries => Object.fromEntries(entries) as ChargesFilter)
  const windows = (['start', 'end'] as const).flatMap(from =>
    [undefined, idOf(0)].flatMap(after => [undefined, idOf(0)].map(before => ({ from, limit: 0, after, before }))),
  )
  let one: Database
  beforeEach(() => {
    one = openDatabase({ url: graph.url, maxConnections: 1 })
  })
  afterEach(() => one.close())
  const prepared = async () => {
    const { rows } = await one.pool.query(
      `SELECT count(*)::int AS count FROM pg_prepared_statements WHERE name LIKE 'charges-here%'`,
    )
    return rows[0].count
  }
  const newReader = () =>
    pageReader<ChargeRow, ChargesFilter>({ name: 'charges-here', table: chargesTable }, chargesConditions)

  test('are limited, whatever combinations of filters and windows are requested', async () => {
    const read = newReader()
    // Each of the 8,192 in a full run; otherwise every 61st, which covers each field and each window many times.
    const step = process.env['FULL'] === '1' ? 1 : 61
    const combinations = filters.flatMap(filter => windows.map(window => ({ filter, window })))
    expect(combinations).toHaveLength(8_192)
    const asked = combinations.filter((_, index) => index % step === 0)
    for (const { filter, window } of asked) await read(one, graph.tenant, window, filter)
    const isUsual = ({ filter, window }: (typeof asked)[number]) =>
      Object.keys(filter).length <= 1 && (window.from === 'start' ? window.before : window.after) === undefined
    expect(await prepared()).toBe(MOST_PREPARED.odd + asked.filter(isUsual).length)
  })

  test('have room for usual pages, however many unusual ones were requested before', async () => {
    const read = newReader()
    const odd = filters.filter(filter => Object.keys(filter).length === 2)
    expect(odd).toHaveLength(45)
    for (const filter of odd) for (const window of windows) await read(one, graph.tenant, window, filter)
    expect(await prepared()).toBe(MOST_PREPARED.odd)
    const usual = [{}, { reference: 'r' }, { status: ['CAPTURED'] }] as const
    for (const filter of usual)
      for (const from of ['start', 'end'] as const) await read(one, graph.tenant, { ...whole, from }, filter)
    expect(await prepared()).toBe(MOST_PREPARED.odd + 6)
  })

  test('are limited, whatever columns are requested, and every page has only its columns', async () => {
    const read = newReader()
    const widths = new Set<number>()
    for (const columns of pairs.slice(0, MOST_PREPARED.columnsOfUsual + 5))
      for (const row of (await read(one, graph.tenant, whole, {}, columns)).rows) widths.add(Object.keys(row).length)
    expect([...widths]).toEqual([3])
    expect(await prepared()).toBe(MOST_PREPARED.columnsOfUsual)
  })
})

/** Every subset, each once. */
function subsets<Item>([first, ...rest]: readonly Item[]): Item[][] {
  if (first === undefined) return [[]]
  const without = subsets(rest)
  return [...without, ...without.map(some => [first, ...some])]
}

test("another merchant's rows, and the same merchant's of another mode, are in no list", async () => {
  const { tenant, stranger, database } = graph
  expect((await chargesPage(database, stranger, whole, {})).rows).toHaveLength(1)
  expect((await chargesPage(database, { ...tenant, mode: 'LIVE' }, whole, {})).rows).toEqual([])
  const [foreign] = await chargesOfAgreements(database, stranger, whole, [agreement.id])
  expect(foreign?.rows).toEqual([])
  expect((await chargesPage(database, stranger, whole, { agreementId: agreement.id })).rows).toEqual([])
})
