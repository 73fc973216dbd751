import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement, statementsBuilt } from '../sql/database.ts'
import { idsIn } from './ids.ts'
import { columnsKey, narrowed, type PageSource } from './page-source.ts'

/**
 * Which part of a list is asked for. Lists are newest first; ids sort by time, so a place in a list is an id (where its
 * source says nothing else) and a page is found by its index, however deep it lies.
 */
export interface PageWindow {
  readonly from: 'start' | 'end'
  /** At most this many rows, 0 or more. */
  readonly limit: number
  /** Only rows behind this place, where none need be. */
  readonly after: string | undefined
  /** Only rows in front of this place. */
  readonly before: string | undefined
}

export interface Page<Row> {
  /** Newest first. */
  readonly rows: readonly Row[]
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
}

/** One condition of a filter on the row `item`, given the placeholder of its value: `$7`. */
export type Condition = (placeholder: string) => string
export type Conditions<Filter> = { readonly [Field in keyof Filter]-?: Condition }

/**
 * How many statements of a reader each connection keeps prepared. Callers choose columns, filters and windows, of which
 * there are thousands of combinations; few are in use. Names are reserved, since those that are given out stay: each usual page
 * has some for choices of columns, and all the odd pages share theirs. So a caller who asks for many odd ones slows these down alone.
 */
export const MOST_PREPARED = { columnsOfUsual: 3, odd: 16 }
/** From the start and from the end, with neither cursor, either and both. */
const WINDOW_SHAPES = 8

/** A filter that nobody can have meant to find anything: its text cannot stand in the database. */
const unstorable = (value: unknown): boolean => typeof value === 'string' && value.includes('\0')

const emptyPage = { rows: [], hasNextPage: false, hasPreviousPage: false }
const visible = ({ only }: PageSource) =>
  `item.merchant_id = $1 AND item.mode = $2${only === undefined ? '' : ` AND ${only}`}`

type BoundedRow<Row> = Row & { readonly id: string | null; readonly beyond?: boolean }

/**
 * A reader of one connection's pages: one statement a page, which also says whether there is more on either side.
 * Fields of the filter that are null or absent filter nothing.
 *
 * Where `columns` are given, `id` among them, the rows may have these alone, whatever their type says.
 */
export function pageReader<Row extends { readonly id: string }, Filter extends object>(
  source: PageSource,
  conditions: Conditions<Filter>,
): (sql: Sql, tenant: Tenant, window: PageWindow, filter: Filter, columns?: ReadonlySet<string>) => Promise<Page<Row>> {
  const fields = Object.keys(conditions) as (keyof Filter & string)[]
  const prepare = pagesBuilt<BoundedRow<Row>>()
  return async (sql, tenant, window, filter, columns) => {
    const used = fields.filter(field => filter[field] !== undefined && filter[field] !== null)
    const given = used.map(field => filter[field])
    if (given.some(unstorable)) return emptyPage
    const mask = used.reduce((bits, field) => bits + 2 ** fields.indexOf(field), 0).toString(36)
    const isUsual = used.length <= 1 && isUsualWindow(window)
    const page = prepare(isUsual ? `${mask}${shape(window)}` : undefined)(
      `${source.name}${columnsKey(source, columns)}-${mask}${shape(window)}`,
      name => {
        const from = narrowed(source, columns)
        const place = placeholders(window, 3)
        const where = [
          visible(source),
          ...used.map((field, index) => conditions[field](`$${place.next + index}`)),
        ].join(' AND ')
        const rows = pageText(from, where, window, place)
        const beyond = beyondText(from, where, window, place)
        if (beyond === undefined) return statement(name, rows)
        return statement(
          name,
          `SELECT beyond.found AS "beyond", page.* FROM (SELECT ${beyond} AS found) beyond
         LEFT JOIN LATERAL (${rows}) page ON true ORDER BY page.${placeOf(from)} ${direction(window)}`,
        )
      },
    )
    const values = [tenant.merchantId, tenant.mode, window.limit + 1, ...cursors(window), ...given]
    return bounded(await sql.rows(page, values), window)
  }
}

/**
 * A reader of the same page of many parents' lists in one statement, each found by the index on (parent, place). Answers
 * in the order of the parents.
 * @param parent The column of the list's table that names the parent.
 */
export function pagesOfParentsReader<Row extends { readonly id: string }>(
  source: PageSource,
  parent: string,
): (sql: Sql, tenant: Tenant, window: PageWindow, parentIds: readonly string[]) => Promise<Page<Row>[]> {
  const prepare = statementsBuilt<BoundedRow<Row> & { readonly parentId: string }>(WINDOW_SHAPES)
  return async (sql, tenant, window, parentIds) => {
    const pages = prepare(`${source.name}${shape(window)}`, name => {
      const place = placeholders(window, 4)
      const where = `${visible(source)} AND item.${parent} = parent.id`
      const rows = pageText(source, where, window, place)
      const beyond = beyondText(source, where, window, place)
      return statement(
        name,
        `SELECT parent.id AS "parentId", ${beyond === undefined ? '' : `${beyond} AS "beyond", `}page.*
         FROM unnest(${idsIn('$4')}) AS parent(id) LEFT JOIN LATERAL (${rows}) page ON true
         ORDER BY page.${placeOf(source)} ${direction(window)}`,
      )
    })
    const values = [tenant.merchantId, tenant.mode, window.limit + 1, parentIds, ...cursors(window)]
    const byParent = Map.groupBy(await sql.rows(pages, values), row => row.parentId)
    return parentIds.map(id => bounded(byParent.get(id) ?? [], window))
  }
}

/** @returns What builds the statements of one usual page, by its key, or of all the odd ones. */
function pagesBuilt<Row>(): (usual: string | undefined) => ReturnType<typeof statementsBuilt<Row>> {
  const odd = statementsBuilt<Row>(MOST_PREPARED.odd)
  const usual = new Map<string, ReturnType<typeof statementsBuilt<Row>>>()
  return key => {
    if (key === undefined) return odd
    const known = usual.get(key) ?? statementsBuilt<Row>(MOST_PREPARED.columnsOfUsual)
    usual.set(key, known)
    return known
  }
}

function pageText(source: PageSource, where: string, window: PageWindow, place: Placeholders): string {
  const { table } = source
  const by = placeOf(source)
  const after = place.after === undefined ? '' : ` AND item.${by} < ${place.after}`
  const before = place.before === undefined ? '' : ` AND item.${by} > ${place.before}`
  return `SELECT ${table.select('item')} FROM ${table.name} item WHERE ${where}${after}${before}
          ORDER BY item.${by} ${direction(window)} LIMIT $3`
}

/** Whether there is anything on the side that the page was entered from: at its cursor, or beyond it. */
function beyondText(source: PageSource, where: string, window: PageWindow, place: Placeholders): string | undefined {
  const edge = window.from === 'start' ? place.after : place.before
  if (edge === undefined) return undefined
  const side = window.from === 'start' ? '>=' : '<='
  return `EXISTS (SELECT FROM ${source.table.name} item WHERE ${where} AND item.${placeOf(source)} ${side} ${edge})`
}

/** The page out of rows in reading order, one more than its limit where there is more. */
function bounded<Row>(found: readonly BoundedRow<Row>[], { from, limit }: PageWindow): Page<Row> {
  const beyond = found[0]?.beyond === true
  // A parent, or a cursor, without rows comes as one row of nulls.
  const rows = found.filter(row => row.id !== null)
  const more = rows.length > limit
  const page = more ? rows.slice(0, limit) : rows
  if (from === 'start') return { rows: page, hasNextPage: more, hasPreviousPage: beyond }
  return { rows: page.reverse(), hasNextPage: beyond, hasPreviousPage: more }
}

interface Placeholders {
  readonly after: string | undefined
  readonly before: string | undefined
  /** The number of the next free one. */
  readonly next: number
}

/** The cursors' placeholders, behind the `taken` ones. */
function placeholders({ after, before }: PageWindow, taken: number): Placeholders {
  let next = taken + 1
  const take = (value: string | undefined) => (value === undefined ? undefined : `$${next++}`)
  const places = { after: take(after), before: take(before) }
  return { ...places, next }
}

const placeOf = ({ place = 'id' }: PageSource) => place
/** A page as people turn them: forward behind a place, or backward in front of one. */
const isUsualWindow = ({ from, after, before }: PageWindow) => (from === 'start' ? before : after) === undefined
const cursors = ({ after, before }: PageWindow) => [after, before].filter(id => id !== undefined)
const direction = ({ from }: PageWindow) => (from === 'start' ? 'DESC' : 'ASC')
/** What of a window changes the statement's text. */
const shape = ({ from, after, before }: PageWindow) =>
  `-${from}${after === undefined ? '' : '-after'}${before === undefined ? '' : '-before'}`
