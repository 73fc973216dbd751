import { queryFromInfo } from '@pothos/plugin-prisma'
import type { FieldNode, GraphQLResolveInfo, SelectionSetNode } from 'graphql'
import type { GraphContext } from '../context.ts'
import { isColumns } from '../plugins/plain-columns.ts'

interface Selected {
  readonly select?: object
}
interface Options {
  readonly typeName?: string
  /** Columns that are read whatever is selected. */
  readonly select?: Readonly<Record<string, true>>
}

const kept = new WeakMap<FieldNode, { readonly selected: Selected; readonly typeName: string | undefined }>()
/**
 * An argument, a directive, a variable or a fragment. With one of these, the selection can depend on more than its own
 * text.
 */
const DEPENDS = /[(@$]|\.\.\./

/**
 * What plugin-prisma reads for the rows of a field. Computing that takes a tenth of the time of a request for one row.
 * So if the selection contains only names of columns, it is computed once for each document (documents are cached too).
 */
export function selectionOf(context: GraphContext, info: GraphQLResolveInfo, options: Options = {}): Selected {
  const [node, ...more] = info.fieldNodes
  const isPlain = node?.selectionSet !== undefined && more.length === 0
  const known = isPlain ? kept.get(node) : undefined
  const { typeName } = options
  // One field of an interface can be of rows of several types.
  if (known !== undefined && known.typeName === typeName) return known.selected
  const selected = queryFromInfo({ context, info, ...options }) as Selected
  if (isPlain && isColumns(selected.select) && !DEPENDS.test(textOf(node.selectionSet)))
    kept.set(node, { selected, typeName })
  return selected
}

function textOf({ loc }: SelectionSetNode): string {
  return loc?.source.body.slice(loc.start, loc.end) ?? '$'
}
