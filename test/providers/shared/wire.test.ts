import { expect, test } from 'vitest'
import { shortened, textOf } from '../../../src/providers/shared/wire.ts'

test('text that PostgreSQL cannot store is repaired when it is parsed', () => {
  expect(textOf({ word: 'a\0b\ud800c' }, 'word')).toBe('a\ufffdb\ufffdc')
  expect(textOf({ word: '' }, 'word')).toBeUndefined()
  expect(textOf({ word: 7 }, 'word')).toBeUndefined()
})

test('a text is never cut inside a character', () => {
  expect(shortened('ab😀', 3)).toBe('ab😀')
  expect(shortened('ab😀😀', 3)).toBe('ab😀')
  expect(shortened('abc', 3)).toBe('abc')
})
