import {
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql'
import { fragmentsOf } from './shape.ts'

type Variables = Readonly<Record<string, unknown>>

const PAGE_SIZE = 20
const LARGEST_PAGE = 100

/** How many objects the lists of an operation can hold, by the page sizes asked for and their nesting. */
export interface ListCost {
  /** False where it is the same whatever the variables are: then it need not be computed again. */
  readonly variable: boolean
  of(variables: Variables): number
}

/** For a document that is valid for the schema. */
export function listCost(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): ListCost {
  const fragments = fragmentsOf(document)
  let variable = false
  const of = (variables: Variables): number => {
    const defaults = new Map(
      operation.variableDefinitions?.map(({ variable: { name }, defaultValue }) => [name.value, defaultValue]),
    )
    const sizeOf = (value: ValueNode | undefined): number | undefined => {
      if (value?.kind === Kind.INT) return Number(value.value)
      if (value?.kind === Kind.LIST) return value.values.length
      if (value?.kind !== Kind.VARIABLE) return undefined
      variable = true
      const given = variables[value.name.value]
      if (typeof given === 'number') return given
      if (Array.isArray(given)) return given.length
      return given === undefined ? sizeOf(defaults.get(value.name.value)) : undefined
    }
    const ofFragment = new Map<string, number>()
    const ofSelections = (selectionSet: SelectionSetNode, type: GraphQLCompositeType): number => {
      let total = 0
      for (const selection of selectionSet.selections) {
        if (selection.kind === Kind.FIELD) total += ofField(selection, type)
        else if (selection.kind === Kind.INLINE_FRAGMENT)
          total += ofSelections(selection.selectionSet, compositeOf(selection.typeCondition?.name.value) ?? type)
        else {
          const name = selection.name.value
          const fragment = fragments.get(name)
          const onType = compositeOf(fragment?.typeCondition.name.value)
          if (!ofFragment.has(name) && fragment && onType)
            ofFragment.set(name, ofSelections(fragment.selectionSet, onType))
          total += ofFragment.get(name) ?? 0
        }
      }
      return total
    }
    const ofField = (node: FieldNode, parent: GraphQLCompositeType): number => {
      const field = fieldOf(parent, node.name.value)
      if (!field) return 0
      const type = getNamedType(field.type)
      const below = node.selectionSet && isCompositeType(type) ? ofSelections(node.selectionSet, type) : 0
      const size = listSize(field, node, sizeOf)
      return size === undefined ? below : size * (1 + below)
    }
    const compositeOf = (name: string | undefined): GraphQLCompositeType | undefined => {
      const type = name === undefined ? undefined : schema.getType(name)
      return isCompositeType(type) ? type : undefined
    }
    const root = schema.getRootType(operation.operation)
    return root ? ofSelections(operation.selectionSet, root) : 0
  }
  of({}) // finds out whether any page size is a variable
  return { of, variable }
}

/** The page that a field can answer, or undefined where it is no list that a caller sizes. */
function listSize(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  sizeOf: (value: ValueNode | undefined) => number | undefined,
): number | undefined {
  const argument = (name: string) => node.arguments?.find(given => given.name.value === name)?.value
  const parameter = (name: string) => field.args.find(arg => arg.name === name)
  if (parameter('ids')) return Math.min(sizeOf(argument('ids')) ?? LARGEST_PAGE, LARGEST_PAGE)
  const first = parameter('first')
  if (first === undefined) return undefined
  const usual = typeof first.defaultValue === 'number' ? first.defaultValue : PAGE_SIZE
  // What is out of range is refused by the resolver; here it must only not count as less than it could be.
  const size = sizeOf(argument('first')) ?? sizeOf(argument('last')) ?? usual
  return Math.min(Math.max(size, 0), LARGEST_PAGE)
}

function fieldOf(type: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined
}
