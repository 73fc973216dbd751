import { type GraphQLField, type GraphQLSchema, getNamedType, isInterfaceType, isObjectType } from 'graphql'

type Field = GraphQLField<unknown, unknown>

/** What a JSON field counts as that declares nothing. A test fails where there is one. */
const UNDECLARED = 1_000

/** How many values a field counts as, without those below it: a field of the type JSON declares it in its extensions. */
export function valuesOf(field: Field): number {
  return isJson(field) ? (declaredValues(field) ?? UNDECLARED) : 1
}

/** The JSON fields of a schema that do not declare what they count as, by their coordinates. */
export function jsonWithoutSize(schema: GraphQLSchema): readonly string[] {
  return Object.values(schema.getTypeMap())
    .filter(type => isObjectType(type) || isInterfaceType(type))
    .flatMap(type =>
      Object.values(type.getFields())
        .filter(field => isJson(field) && declaredValues(field) === undefined)
        .map(field => `${type.name}.${field.name}`),
    )
}

function isJson({ type }: Field): boolean {
  return getNamedType(type).name === 'JSON'
}

function declaredValues({ extensions: { assumedValues } }: Field): number | undefined {
  return typeof assumedValues === 'number' ? assumedValues : undefined
}
