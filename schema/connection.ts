import { type IdKind, kindOfId } from '../src/base/id.ts'
import type { Page, PageWindow } from '../src/store/reads/page.ts'
import { badUserInput, requestError } from './request-error.ts'
import { LARGEST_PAGE, PAGE_SIZE } from './sizes.ts'

export interface ConnectionArguments {
  readonly first?: number | null | undefined
  readonly after?: string | null | undefined
  readonly last?: number | null | undefined
  readonly before?: string | null | undefined
}

/** The places of a list, where they are not the ids of its objects. */
export interface Places<Row> {
  /** What the cursor of a row holds: so written that no other list's cursor is like it. */
  textOf(row: Row): string
  /** That place as the list's reader knows it; undefined where a text names no place of such a list. */
  placeAt(text: string): string | undefined
}

function idsAsPlaces(kind: IdKind): Places<{ readonly id: string }> {
  return { textOf: ({ id }) => id, placeAt: text => (kindOfId(text) === kind ? text : undefined) }
}

/**
 * What a connection field answers: reads the page that the arguments name, as Relay's specification says it. Arguments
 * out of range and cursors of anything else are the request's fault.
 *
 * @param list The kind of its objects, whose ids are their places, or what else its places are.
 */
export async function connection<Row extends { readonly id: string }>(
  list: IdKind | Places<Row>,
  args: ConnectionArguments,
  read: (window: PageWindow) => Promise<Page<Row>>,
) {
  const places = typeof list === 'string' ? idsAsPlaces(list) : list
  const { surplusOf, ...size } = pageSize(args)
  const page = await read({
    ...size,
    after: position('after', args.after, places),
    before: position('before', args.before, places),
  })
  const surplus = surplusOf(page.rows)
  const kept = surplus > 0 ? { ...page, rows: page.rows.slice(surplus), hasPreviousPage: true } : page
  return connectionOf(kept, places)
}

/** Which end of a list a page is of, how long it is, and how many of the rows that were read are to be left out at its start. */
export function pageSize(args: Pick<ConnectionArguments, 'first' | 'last'>) {
  const first = limit('first', args.first)
  const last = limit('last', args.last)
  return {
    // With both, the specification takes the first ones, and of these the last.
    from: first === undefined && last !== undefined ? ('end' as const) : ('start' as const),
    limit: first ?? last ?? PAGE_SIZE,
    surplusOf: (rows: readonly unknown[]) => (last === undefined ? 0 : Math.max(0, rows.length - last)),
  }
}

/** Makes its cursor where it is asked for: most lists are read by their nodes. */
class Edge<Row> {
  readonly node: Row
  readonly #places: Places<Row>
  constructor(node: Row, places: Places<Row>) {
    this.node = node
    this.#places = places
  }
  get cursor(): string {
    return cursorOf(this.#places.textOf(this.node))
  }
}

function connectionOf<Row>({ rows, hasNextPage, hasPreviousPage }: Page<Row>, places: Places<Row>) {
  const cursorAt = (row: Row | undefined) => (row ? cursorOf(places.textOf(row)) : null)
  return {
    edges: rows.map(node => new Edge(node, places)),
    get pageInfo() {
      return { hasNextPage, hasPreviousPage, startCursor: cursorAt(rows[0]), endCursor: cursorAt(rows.at(-1)) }
    },
  }
}

/** How many entries an argument asks for; undefined where it is left out. Out of range it is the request's fault. */
export function limit(name: string, value: number | null | undefined): number | undefined {
  if (value === null || value === undefined) return undefined
  if (value < 0 || value > LARGEST_PAGE) throw badUserInput([name], 'RANGE', `Must be from 0 to ${LARGEST_PAGE}.`)
  return value
}

/** Opaque on purpose: what a place in a list is made of may change. */
function cursorOf(text: string): string {
  return Buffer.from(text, 'latin1').toString('base64url')
}

function position<Row>(
  name: string,
  cursor: string | null | undefined,
  places: Pick<Places<Row>, 'placeAt'>,
): string | undefined {
  if (cursor === null || cursor === undefined) return undefined
  const text = Buffer.from(cursor, 'base64url').toString('latin1')
  const place = places.placeAt(text)
  if (place === undefined || cursorOf(text) !== cursor)
    throw requestError(
      'CURSOR_INVALID',
      `${name} is not a cursor of this list. Send the cursor of an edge or of pageInfo from the same list, unchanged.`,
    )
  return place
}
