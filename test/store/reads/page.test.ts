import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../src/base/id.ts'
import { chargesOfAgreements } from '../../../src/store/reads/charges-of-agreements.ts'
import { type ChargesFilter, chargesPage } from '../../../src/store/reads/charges-page.ts'
import { type Page, type PageWindow, pageReader } from '../../../src/store/reads/page.ts'
import { MOST_NARROW_STATEMENTS } from '../../../src/store/reads/page-source.ts'
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
/** Newest first, as lists are. */
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

  test('a place that is in no list has nothing but what is there on its sides', async () => {
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

test('rows are whole once so many sets of columns were read that connections would fill with statements', async () => {
  const read = pageReader<ChargeRow, object>({ name: 'charges-page-here', table: chargesTable }, {})
  const optional = Object.keys(chargesTable.columns).filter(name => name !== 'id')
  const pairs = optional.flatMap(one => optional.filter(other => other > one).map(other => new Set(['id', one, other])))
  const widths: number[] = []
  for (const columns of pairs.slice(0, MOST_NARROW_STATEMENTS + 1)) {
    const [row] = (await read(graph.database, graph.tenant, whole, {}, columns)).rows
    widths.push(Object.keys(row ?? {}).length)
  }
  expect(widths).toEqual([...Array.from({ length: MOST_NARROW_STATEMENTS }, () => 3), optional.length + 1])
  const [known] = (await read(graph.database, graph.tenant, whole, {}, pairs[0])).rows
  expect(Object.keys(known ?? {})).toHaveLength(3)
})

test("another merchant's rows, and the same merchant's of another mode, are in no list", async () => {
  const { tenant, stranger, database } = graph
  expect((await chargesPage(database, stranger, whole, {})).rows).toHaveLength(1)
  expect((await chargesPage(database, { ...tenant, mode: 'LIVE' }, whole, {})).rows).toEqual([])
  const [foreign] = await chargesOfAgreements(database, stranger, whole, [agreement.id])
  expect(foreign?.rows).toEqual([])
  expect((await chargesPage(database, stranger, whole, { agreementId: agreement.id })).rows).toEqual([])
})
