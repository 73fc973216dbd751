import {
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  type ValueNode,
} from 'graphql'
import { LARGEST_PAGE, PAGE_SIZE } from '../../../../schema/lists/sizes.ts'

type Field = GraphQLField<unknown, unknown>

/** Average sizes of introspection's lists in a schema of a few hundred types. */
const INTROSPECTION_SIZES: Readonly<Record<string, number>> = {
  '__Schema.directives': 6,
  '__Directive.args': 1,
  '__Directive.locations': 4,
  '__Type.fields': 6,
  '__Type.interfaces': 1,
  '__Type.possibleTypes': 2,
  '__Type.enumValues': 2,
  '__Type.inputFields': 2,
  '__Field.args': 1,
}

export interface ListSizes {
  /**
   * The assumed number of entries of a field: the size that an argument (`first`, `last`, `ids`) requests, or the one
   * that the field declares in its extensions (`assumedSize`). Undefined if it is not a list, or is the list of a page,
   * which was counted with the page.
   *
   * @param sizeOf The value of an argument: a number, or the length of a list.
   */
  of(
    coordinate: { readonly type: GraphQLNamedType; readonly field: Field },
    node: FieldNode,
    sizeOf: (value: ValueNode | undefined) => number | undefined,
  ): number | undefined
}

export function createListSizes(schema: GraphQLSchema): ListSizes {
  const pages = pageTypes(schema)
  return {
    of({ type, field }, node, sizeOf) {
      const asked = askedSize(field, node, sizeOf)
      if (asked !== undefined) return asked
      if (!isList(field.type) || pages.has(type)) return undefined
      if (type.name === '__Schema' && field.name === 'types') return Object.keys(schema.getTypeMap()).length
      // A test fails if a list declares no size; until then it counts as the largest page.
      return declaredSize(type, field) ?? LARGEST_PAGE
    },
  }
}

function declaredSize(type: GraphQLNamedType, field: Field): number | undefined {
  const { assumedSize } = field.extensions
  return typeof assumedSize === 'number' ? assumedSize : INTROSPECTION_SIZES[`${type.name}.${field.name}`]
}

/** The types whose lists are as long as the requested page. */
function pageTypes(schema: GraphQLSchema): ReadonlySet<GraphQLNamedType> {
  const types = Object.values(schema.getTypeMap()).filter(type => isObjectType(type) || isInterfaceType(type))
  const fields = types.flatMap(type => Object.values(type.getFields()))
  return new Set(
    fields.filter(field => !isList(field.type) && isSizedByArgument(field)).map(field => getNamedType(field.type)),
  )
}

function isSizedByArgument({ args }: Field): boolean {
  return args.some(({ name }) => name === 'first' || name === 'ids')
}

export function isList(type: GraphQLOutputType): boolean {
  return isListType(getNullableType(type))
}

function askedSize(
  field: Field,
  node: FieldNode,
  sizeOf: (value: ValueNode | undefined) => number | undefined,
): number | undefined {
  const argument = (name: string) => node.arguments?.find(given => given.name.value === name)?.value
  const parameter = (name: string) => field.args.find(arg => arg.name === name)
  if (parameter('ids')) return Math.min(sizeOf(argument('ids')) ?? LARGEST_PAGE, LARGEST_PAGE)
  const first = parameter('first')
  if (first === undefined) return undefined
  const usual = typeof first.defaultValue === 'number' ? first.defaultValue : PAGE_SIZE
  // The resolver refuses a size out of range; the cost must not count it as less.
  const size = sizeOf(argument('first')) ?? sizeOf(argument('last')) ?? usual
  return Math.min(Math.max(size, 0), LARGEST_PAGE)
}
