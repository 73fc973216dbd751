import {
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isNonNullType,
  isUnionType,
} from 'graphql'

/**
 * Selects all that a field shows: its object's values and those of the objects `levels` below. Of a mutation's result, the
 * payload and what every error has.
 */
export function selectionOf(type: GraphQLOutputType, levels: number): string {
  const named = getNamedType(type)
  if (isLeafType(named)) return ''
  if (isUnionType(named)) {
    const [payload] = named.getTypes()
    return `{ __typename ... on ${payload} ${payload && fieldsOf(payload, levels)} ... on UserError { code message } }`
  }
  return fieldsOf(named, isInterfaceType(named) ? 0 : levels)
}

/** The fields of one type behind an interface. */
export function fragmentOn(type: GraphQLObjectType, levels: number): string {
  return `{ __typename ... on ${type} ${fieldsOf(type, levels)} }`
}

function fieldsOf(type: GraphQLObjectType | GraphQLInterfaceType, levels: number): string {
  const selected = Object.values(type.getFields())
    .filter(needsNoArgument)
    .flatMap(({ name, type: below }) => {
      const named = getNamedType(below)
      if (isLeafType(named)) return [name]
      return levels > 0 && !isInterfaceType(named) ? [`${name} ${selectionOf(below, levels - 1)}`] : []
    })
  return `{ __typename ${selected.join(' ')} }`
}

function needsNoArgument({ args }: GraphQLField<unknown, unknown>): boolean {
  return args.every(({ type, defaultValue }) => !isNonNullType(type) || defaultValue !== undefined)
}
