import { Kind } from 'graphql'
import { MAX_MINOR_UNITS } from '../../src/base/money.ts'
import { builder } from '../builder.ts'
import { malformed } from './form.ts'

const DIGITS = /^(0|[1-9][0-9]{0,15})$/

builder.scalarType('MinorUnits', {
  description:
    'Integer amount in the minor unit of its currency: 1000 is 10.00 USD, 1000 JPY or 1.000 KWD. From 0 up to 2^53-1. ' +
    'Written as a JSON string, since not every JSON reader keeps large integers; read from a string of digits or a safe integer.',
  serialize: value => value.toString(),
  parseValue: value => parse(typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value),
  parseLiteral: node => parse(node.kind === Kind.INT || node.kind === Kind.STRING ? node.value : undefined),
})

function parse(value: unknown): bigint {
  const amount = typeof value === 'string' && DIGITS.test(value) ? BigInt(value) : undefined
  if (amount === undefined || amount > MAX_MINOR_UNITS)
    throw malformed('MinorUnits', 'a string of digits or an integer, from 0 to 9007199254740991')
  return amount
}
