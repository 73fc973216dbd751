import type { GraphQLResolveInfo } from 'graphql'
import { type IdKind, kindOfId } from '../../src/base/id.ts'
import type { Children, Side } from '../../src/store/reads/any-child.ts'
import type { GraphContext } from '../context.ts'
import { badUserInput, requestError } from '../request-error.ts'
import type { ListModel } from '../rows/loaders.ts'
import { byPrisma, type Row, type Rows } from '../rows/rows.ts'
import { selectionOf } from '../rows/selection.ts'
import { LARGEST_PAGE, PAGE_SIZE } from './sizes.ts'

export interface ConnectionArguments {
  readonly first?: number | null | undefined
  readonly after?: string | null | undefined
  readonly last?: number | null | undefined
  readonly before?: string | null | undefined
}

/**
 * A list of a model's rows, newest first, with keyset pagination on a column that orders it. Prisma's own `cursor` is
 * not used, because a nested one makes Prisma read all children and cut them in memory.
 */
export interface List<Model extends ListModel = ListModel> {
  readonly model: Model
  readonly column: 'id' | 'index'
  /** The text in the cursor of a row. It differs from that of every other list. */
  textOf(row: Row): string
  /** The column's value in that text; undefined if the text is not from this list. */
  placeAt(text: string): string | number | undefined
}

export function listById<Model extends ListModel & IdKind>(model: Model): List<Model> {
  return { model, column: 'id', textOf: ({ id }) => id, placeAt: text => (kindOfId(text) === model ? text : undefined) }
}

/** The `extensions` of a connection's type. They tell plugin-prisma in which fields the rows of `type` are. */
export function rowsOf(type: string) {
  const paths = [[{ name: 'nodes' }], [{ name: 'edges' }, { name: 'node' }]]
  return { pothosIndirectInclude: { getType: () => type, paths } }
}

/** A page of a row's children. */
export interface RelatedPage {
  readonly parentId: string
}

type Condition = Readonly<Record<string, unknown>>

interface Window {
  /** The end from which the page is counted. */
  readonly from: 'start' | 'end'
  readonly limit: number
  /** The number of rows that were read but are left out at the page's start. */
  readonly surplusOf: (rows: readonly unknown[]) => number
  /** Prisma's arguments: one row more than the page, to detect whether there are more. */
  readonly query: { readonly where?: Condition; readonly orderBy: object; readonly take: number }
  /** The side on which the page begins at a cursor, including the cursor's row. Undefined if there is no cursor. */
  readonly entered: Side | undefined
}

function windowOf(list: List, args: ConnectionArguments): Window {
  const { surplusOf, from, limit } = pageSize(args)
  const after = position('after', args.after, list)
  const before = position('before', args.before, list)
  const bounds = { ...(after === undefined ? {} : { lt: after }), ...(before === undefined ? {} : { gt: before }) }
  const edge = from === 'start' ? after : before
  const { column } = list
  return {
    ...{ from, limit, surplusOf },
    query: {
      ...(Object.keys(bounds).length === 0 ? {} : { where: { [column]: bounds } }),
      orderBy: { [column]: from === 'start' ? 'desc' : 'asc' },
      take: limit + 1,
    },
    entered: edge === undefined ? undefined : { column, comparison: from === 'start' ? 'gte' : 'lte', edge },
  }
}

/**
 * The rows of a query field's list that match `where`.
 * @param rows Reads the rows: Prisma, unless the field has something faster.
 */
export async function rootPage(
  list: List,
  args: ConnectionArguments,
  where: Condition,
  context: GraphContext,
  info: GraphQLResolveInfo,
  rows: Rows = byPrisma(context, list.model),
) {
  const window = windowOf(list, args)
  if (holdsUnstorable(where)) return connectionOf(list, window, [], async () => false) as never
  const selected = selectionOf(context, info, { select: columnsOf(list) })
  const found = await rows.findMany({ ...selected, ...window.query, where: { AND: [where, window.query.where ?? {}] } })
  const beyond = async ({ column, comparison, edge }: Side) =>
    (await rows.findFirst({ where: { AND: [where, { [column]: { [comparison]: edge } }] }, select: { id: true } })) !==
    null
  return connectionOf(list, window, found, beyond) as never
}

/** True if the filter cannot match, because the database cannot store its text. */
function holdsUnstorable(where: Condition): boolean {
  return Object.values(where).some(value => typeof value === 'string' && value.includes('\0'))
}

/**
 * `select` and `resolve` of a field that is a paged relation of its row.
 * @param parent The column in the rows of the list that contains the id of the parent row.
 */
export function relatedPage(list: List<Children['model']>, relation: string, parent: string) {
  const select = (args: ConnectionArguments, _context: object, nested: (query: object) => object) => {
    try {
      return { [relation]: nested({ ...windowOf(list, args).query, select: columnsOf(list) }) }
    } catch {
      // The resolver refuses these arguments, so that the error has the field's path.
      return null
    }
  }
  const resolve = (row: Row, args: ConnectionArguments, { loaders }: GraphContext) => {
    const window = windowOf(list, args)
    const found = (row as unknown as Record<string, readonly Row[]>)[relation] ?? []
    const page = connectionOf(list, window, found, entered =>
      loaders.anyChild({ model: list.model, parent }, row.id, entered),
    )
    return { ...page, parentId: row.id } satisfies RelatedPage
  }
  return { select: select as never, resolve: resolve as never }
}

const columnsOf = ({ column }: List) => ({ id: true, [column]: true }) as const

/** From which end a page is counted, how long it is, and how many of its rows are left out at its start. */
export function pageSize(args: Pick<ConnectionArguments, 'first' | 'last'>) {
  const first = limit('first', args.first)
  const last = limit('last', args.last)
  return {
    // If both are given, the specification takes the first ones, and then the last ones of these.
    from: first === undefined && last !== undefined ? ('end' as const) : ('start' as const),
    limit: first ?? last ?? PAGE_SIZE,
    surplusOf: (rows: readonly unknown[]) => (last === undefined ? 0 : Math.max(0, rows.length - last)),
  }
}

/** Computes its cursor only if the query selects it, because most lists are read by their nodes. */
class Edge {
  readonly node: Row
  readonly #list: List
  constructor(node: Row, list: List) {
    this.node = node
    this.#list = list
  }
  get cursor(): string {
    return cursorOf(this.#list.textOf(this.node))
  }
}

function connectionOf(
  list: List,
  { from, limit: size, surplusOf, entered }: Window,
  found: readonly Row[],
  beyond: (entered: Side) => Promise<boolean>,
) {
  const more = found.length > size
  const read = more ? found.slice(0, size) : [...found]
  const page = from === 'start' ? read : read.reverse()
  const surplus = surplusOf(page)
  const rows = page.slice(surplus)
  const cursorAt = (row: Row | undefined) => (row ? cursorOf(list.textOf(row)) : null)
  // Computed only if the query selects it. The field accepts a promise, although its type from the relay plugin does
  // not.
  const other = () => (entered === undefined ? false : (beyond(entered) as unknown as boolean))
  return {
    edges: rows.map(node => new Edge(node, list)),
    pageInfo: {
      get hasNextPage() {
        return from === 'start' ? more : other()
      },
      get hasPreviousPage() {
        return surplus > 0 || (from === 'start' ? other() : more)
      },
      get startCursor() {
        return cursorAt(rows[0])
      },
      get endCursor() {
        return cursorAt(rows.at(-1))
      },
    },
  }
}

/**
 * The number of entries that an argument requests; undefined if it is omitted. A number out of range is an error of the
 * request.
 */
export function limit(name: string, value: number | null | undefined): number | undefined {
  if (value === null || value === undefined) return undefined
  if (value < 0 || value > LARGEST_PAGE) throw badUserInput([name], 'RANGE', `Must be from 0 to ${LARGEST_PAGE}.`)
  return value
}

/** Opaque on purpose, because the content of a cursor may change. */
function cursorOf(text: string): string {
  return Buffer.from(text, 'latin1').toString('base64url')
}

function position(
  name: string,
  cursor: string | null | undefined,
  list: Pick<List, 'placeAt'>,
): string | number | undefined {
  if (cursor === null || cursor === undefined) return undefined
  const text = Buffer.from(cursor, 'base64url').toString('latin1')
  const place = list.placeAt(text)
  if (place === undefined || cursorOf(text) !== cursor)
    throw requestError(
      'CURSOR_INVALID',
      `${name} is not a cursor of this list. Send the cursor of an edge or of pageInfo from the same list, unchanged.`,
    )
  return place
}
