import { GraphQLError, type GraphQLScalarLiteralParser, type GraphQLScalarType, Kind, type ValueNode } from 'graphql'
import { requestError } from '../request-error.ts'

interface TextScalar {
  readonly description: string
  readonly specifiedByURL?: string
}

/** The error for an invalid value of a scalar. */
export function malformed(scalar: string, expected: string): GraphQLError {
  return requestError('BAD_USER_INPUT', `${scalar} must be ${expected}.`)
}

/** A scalar whose values are text of a certain format, which are not changed. Only the format is checked. */
export function textScalar(
  name: string,
  expected: string,
  isWellFormed: (text: string) => boolean,
  options: TextScalar,
): TextScalar & Pick<GraphQLScalarType<string, string>, 'serialize' | 'parseValue' | 'parseLiteral'> {
  const parse = (value: unknown): string => {
    if (typeof value !== 'string' || !isWellFormed(value)) throw malformed(name, expected)
    return value
  }
  return {
    ...options,
    serialize: value => value as string,
    parseValue: parse,
    parseLiteral: literal(node => parse(stringOf(node))),
  }
}

/** Reads a literal. The error of a refused literal has its location in the document, like that of a variable. */
export function literal<T>(parse: GraphQLScalarLiteralParser<T>): GraphQLScalarLiteralParser<T> {
  return (node, variables) => {
    try {
      return parse(node, variables)
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error
      throw new GraphQLError(error.message, { nodes: node, extensions: error.extensions })
    }
  }
}

/** The text of a string literal; undefined for any other literal. */
export function stringOf(node: ValueNode): string | undefined {
  return node.kind === Kind.STRING ? node.value : undefined
}
