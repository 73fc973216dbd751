import { expect, test } from 'vitest'
import { abbreviated, firstCharacters, isLongerThan } from '../../../src/base/text/characters.ts'

test.each([
  ['', 0, false],
  ['a', 0, true],
  ['abc', 3, false],
  ['abcd', 3, true],
  ['😀😀😀', 3, false],
  ['😀😀😀a', 3, true],
  ['a😀😀😀', 3, true],
])('whether %j has more than %i characters: %j', (text, characters, longer) => {
  expect(isLongerThan(text, characters)).toBe(longer)
})

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'abc'],
  ['😀😀😀', 3, '😀😀😀'],
  ['😀😀😀😀', 3, '😀😀😀'],
  ['a😀b😀', 3, 'a😀b'],
  ['a😀😀😀', 3, 'a😀😀'],
])('of %j the first %i characters are %j', (text, characters, first) => {
  expect(firstCharacters(text, characters)).toBe(first)
})

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['😀😀😀', 3, '😀😀😀'],
  ['😀😀😀😀', 3, '😀😀…'],
])('%j in %i characters is %j', (text, characters, short) => {
  expect(abbreviated(text, characters)).toBe(short)
})
