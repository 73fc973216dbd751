import {
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
} from 'graphql'

type Field = GraphQLField<unknown, unknown>

/** The fields by whose size the cost of an operation cannot be counted, by their coordinates. */
export function unsizedFields(schema: GraphQLSchema): { lists: readonly string[]; json: readonly string[] } {
  const types = Object.values(schema.getTypeMap())
    .filter(({ name }) => !name.startsWith('__'))
    .filter(type => isObjectType(type) || isInterfaceType(type))
  const fieldsOf = (type: (typeof types)[number]): Field[] => Object.values(type.getFields())
  const pages = types.flatMap(fieldsOf).filter(field => isSizedByArgument(field) && !isList(field))
  const pageTypes = new Set(pages.map(({ type }) => getNamedType(type)))
  const find = (isUnsized: (field: Field) => boolean, of = types) =>
    of.flatMap(type =>
      fieldsOf(type)
        .filter(isUnsized)
        .map(({ name }) => `${type.name}.${name}`),
    )
  return {
    lists: find(
      field => isList(field) && !isSizedByArgument(field) && typeof field.extensions['assumedSize'] !== 'number',
      types.filter(type => !pageTypes.has(type)),
    ),
    json: find(
      ({ type, extensions }) => getNamedType(type).name === 'JSON' && typeof extensions['assumedValues'] !== 'number',
    ),
  }
}

function isSizedByArgument({ args }: Field): boolean {
  return args.some(({ name }) => name === 'first' || name === 'ids')
}

function isList({ type }: Field): boolean {
  return isListType(getNullableType(type))
}
