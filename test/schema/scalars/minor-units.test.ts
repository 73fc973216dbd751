import { expect, test } from 'vitest'
import { refusal, scalar } from '../support/scalar.ts'

const MinorUnits = scalar('MinorUnits')
const refused = {
  code: 'BAD_USER_INPUT',
  message: 'MinorUnits must be a string of digits or a safe integer, up to 9007199254740991.',
}

test('is written as a JSON string', () => {
  expect(MinorUnits.serialize(9007199254740991n)).toBe('9007199254740991')
  expect(MinorUnits.serialize(0n)).toBe('0')
})

test.each([
  ['1000', 1000n],
  [1000, 1000n],
  ['0', 0n],
  [0, 0n],
  ['9007199254740991', 9007199254740991n],
  [9007199254740991, 9007199254740991n],
  ['010', 10n],
  // Of the right form: that no amount is negative is said by the field that takes it.
  [-1, -1n],
])('reads %j', (value, amount) => {
  expect(MinorUnits.variable(value)).toBe(amount)
})

test.each([
  '9007199254740992',
  9007199254740992,
  '99999999999999999999',
  '-1',
  10.5,
  '10.00',
  '1e3',
  '0x10',
  '+1',
  ' 1',
  '',
  Number.NaN,
  true,
  null,
  [1],
  {},
])('refuses %j', value => {
  expect(refusal(() => MinorUnits.variable(value))).toEqual(refused)
})

test('reads literals of both forms, beyond Int too', () => {
  expect(MinorUnits.literal('9007199254740991')).toBe(9007199254740991n)
  expect(MinorUnits.literal('"1000"')).toBe(1000n)
})

test.each(['9007199254740992', '10.0', 'true', '[1]', 'EUR'])('refuses the literal %s', text => {
  expect(refusal(() => MinorUnits.literal(text))).toEqual(refused)
})
