import { GraphQLError, isScalarType, parseValue } from 'graphql'
import { schema } from '../../../schema/index.ts'

/** A scalar of the graph, used as graphql-js uses it. */
export function scalar(name: string) {
  const type = schema.getType(name)
  if (!isScalarType(type)) throw new Error(`there is no scalar ${name}`)
  return {
    serialize: (value: unknown) => type.serialize(value),
    /** A variable's value, as JSON carries it. */
    variable: (value: unknown) => type.parseValue(value),
    /** A value written in the document. */
    literal: (text: string) => type.parseLiteral(parseValue(text), {}),
  }
}

/** The code and message of the request error that it fails with. */
export function refusal(parse: () => unknown): { code: unknown; message: string } {
  try {
    parse()
  } catch (error) {
    if (error instanceof GraphQLError) return { code: error.extensions.code, message: error.message }
    throw error
  }
  throw new Error('it was accepted')
}
