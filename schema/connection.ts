import { type IdKind, kindOfId } from '../src/base/id.ts'
import type { Page, PageWindow } from '../src/store/reads/page.ts'
import { badUserInput, requestError } from './request-error.ts'

const DEFAULT_LIMIT = 20
/** Of a list's page, and of nodes(ids:). */
export const MAX_LIMIT = 100

export interface ConnectionArguments {
  readonly first?: number | null | undefined
  readonly after?: string | null | undefined
  readonly last?: number | null | undefined
  readonly before?: string | null | undefined
}

/**
 * What a connection field answers: reads the page that the arguments name, of objects of one kind, as Relay's
 * specification says it. Arguments out of range and cursors of anything else are the request's fault.
 */
export async function connection<Row extends { readonly id: string }>(
  kind: IdKind,
  args: ConnectionArguments,
  read: (window: PageWindow) => Promise<Page<Row>>,
) {
  const first = limit('first', args.first)
  const last = limit('last', args.last)
  const page = await read({
    // With both, the specification takes the first ones, and of these the last.
    from: first === undefined && last !== undefined ? 'end' : 'start',
    limit: first ?? last ?? DEFAULT_LIMIT,
    after: position('after', args.after, kind),
    before: position('before', args.before, kind),
  })
  return connectionOf(first !== undefined && last !== undefined ? keepLast(page, last) : page)
}

/** Makes its cursor where it is asked for: most lists are read by their nodes. */
class Edge<Row extends { readonly id: string }> {
  readonly node: Row
  constructor(node: Row) {
    this.node = node
  }
  get cursor(): string {
    return cursorOf(this.node.id)
  }
}

function connectionOf<Row extends { readonly id: string }>({ rows, hasNextPage, hasPreviousPage }: Page<Row>) {
  const cursorAt = (row: Row | undefined) => (row ? cursorOf(row.id) : null)
  return {
    edges: rows.map(node => new Edge(node)),
    get pageInfo() {
      return { hasNextPage, hasPreviousPage, startCursor: cursorAt(rows[0]), endCursor: cursorAt(rows.at(-1)) }
    },
  }
}

function keepLast<Row>(page: Page<Row>, last: number): Page<Row> {
  const surplus = page.rows.length - last
  return surplus > 0 ? { ...page, rows: page.rows.slice(surplus), hasPreviousPage: true } : page
}

function limit(name: string, value: number | null | undefined): number | undefined {
  if (value === null || value === undefined) return undefined
  if (value < 0 || value > MAX_LIMIT) throw badUserInput(`${name} has to be between 0 and ${MAX_LIMIT}.`)
  return value
}

/** Opaque on purpose: what a place in a list is made of may change. */
function cursorOf(id: string): string {
  return Buffer.from(id, 'latin1').toString('base64url')
}

function position(name: string, cursor: string | null | undefined, kind: IdKind): string | undefined {
  if (cursor === null || cursor === undefined) return undefined
  const id = Buffer.from(cursor, 'base64url').toString('latin1')
  if (kindOfId(id) !== kind || cursorOf(id) !== cursor)
    throw requestError('CURSOR_INVALID', `${name} is not a cursor of this list.`)
  return id
}
