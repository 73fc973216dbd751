import { parseValue } from 'graphql'
import { expect, test } from 'vitest'
import { schema } from '../../../schema/index.ts'
import { scalar } from '../support/scalar.ts'

const JsonScalar = scalar('JSON')

test('is any value, both ways', () => {
  const value = { plan: 'gold', nested: [1, 2.5, null, true, { deep: 'x' }] }
  expect(JsonScalar.serialize(value)).toEqual(value)
  expect(JsonScalar.variable(value)).toEqual(value)
})

test('reads every kind of literal', () => {
  expect(JsonScalar.literal('{ plan: "gold", nested: [1, -2.5, null, true, { deep: "x" }], word: [] }')).toEqual({
    plan: 'gold',
    nested: [1, -2.5, null, true, { deep: 'x' }],
    word: [],
  })
})

test('a literal may have variables in it', () => {
  const type = schema.getType('JSON')
  if (!type || !('parseLiteral' in type)) throw new Error('JSON is a scalar')
  expect(type.parseLiteral(parseValue('{ plan: $plan, none: $none }'), { plan: 'gold' })).toEqual({
    plan: 'gold',
    none: null,
  })
})

test('a literal of a name is no JSON', () => {
  expect(() => JsonScalar.literal('{ plan: GOLD }')).toThrow('JSON must be a JSON value.')
})
