import { Kind, type ValueNode } from 'graphql'
import type { Json } from '../../src/base/text/json.ts'
import { builder } from '../builder.ts'
import { literal, malformed } from './form.ts'

type Variables = { readonly [name: string]: unknown } | null | undefined

builder.scalarType('JSON', {
  description: 'Any JSON value. Used only for metadata and for raw data from providers or events.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
  serialize: value => value,
  parseValue: value => value,
  parseLiteral: literal(fromLiteral),
})

function fromLiteral(node: ValueNode, variables: Variables): Json {
  switch (node.kind) {
    case Kind.NULL:
      return null
    case Kind.STRING:
    case Kind.BOOLEAN:
      return node.value
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value)
    case Kind.LIST:
      return node.values.map(item => fromLiteral(item, variables))
    case Kind.OBJECT:
      return Object.fromEntries(node.fields.map(({ name, value }) => [name.value, fromLiteral(value, variables)]))
    case Kind.VARIABLE:
      return (variables?.[node.name.value] ?? null) as Json
    default:
      throw malformed('JSON', 'a JSON value')
  }
}
