import { Kind } from 'graphql'
import { MAX_MINOR_UNITS } from '../../src/base/money.ts'
import { builder } from '../builder.ts'
import { literal, malformed } from './form.ts'

// Checks only the format. A field's own range then refuses amounts that are too large.
const DIGITS = /^[0-9]{1,64}$/

const FORM = 'a string of digits or a safe integer, up to 9007199254740991'

builder.scalarType('MinorUnits', {
  description:
    'An integer amount in the currency’s minor unit: 1000 is 10.00 USD, 1000 JPY or 1.000 KWD. At most 2^53-1. ' +
    'Output is a JSON string, because some JSON parsers lose precision on large integers. Input can be a string ' +
    'of digits or a safe integer.',
  serialize: value => value.toString(),
  parseValue: value => (typeof value === 'number' ? fromInteger(value) : fromDigits(value)),
  parseLiteral: literal(node =>
    node.kind === Kind.INT
      ? fromInteger(Number(node.value))
      : fromDigits(node.kind === Kind.STRING ? node.value : undefined),
  ),
})

function fromInteger(value: number): bigint {
  if (!Number.isSafeInteger(value)) throw malformed('MinorUnits', FORM)
  return BigInt(value)
}

function fromDigits(value: unknown): bigint {
  const amount = typeof value === 'string' && DIGITS.test(value) ? BigInt(value) : undefined
  if (amount === undefined || amount > MAX_MINOR_UNITS) throw malformed('MinorUnits', FORM)
  return amount
}
