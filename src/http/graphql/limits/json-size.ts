import { type GraphQLField, getNamedType } from 'graphql'

type Field = GraphQLField<unknown, unknown>

/** The cost of a JSON field without a declaration. A test fails if there is one. */
const UNDECLARED = 1_000

/** How many values a field counts as, without those below it. A field of type JSON declares it in its extensions. */
export function valuesOf(field: Field): number {
  return isJson(field) ? (declaredValues(field) ?? UNDECLARED) : 1
}

function isJson({ type }: Field): boolean {
  return getNamedType(type).name === 'JSON'
}

function declaredValues({ extensions: { assumedValues } }: Field): number | undefined {
  return typeof assumedValues === 'number' ? assumedValues : undefined
}
