import { type GraphQLField, getNamedType } from 'graphql'

type Field = GraphQLField<unknown, unknown>

/** What a JSON field counts as that declares nothing. A test fails where there is one. */
const UNDECLARED = 1_000

/**
 * How many values a field counts as, without those below it: a field of the type JSON declares it in its extensions.
 */
export function valuesOf(field: Field): number {
  return isJson(field) ? (declaredValues(field) ?? UNDECLARED) : 1
}

function isJson({ type }: Field): boolean {
  return getNamedType(type).name === 'JSON'
}

function declaredValues({ extensions: { assumedValues } }: Field): number | undefined {
  return typeof assumedValues === 'number' ? assumedValues : undefined
}
