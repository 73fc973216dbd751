import { describe, expect, test } from 'vitest'
import { isLargerThan } from '../../../src/http/graphql/answer-size.ts'

describe('how many bytes a value’s JSON has at least', () => {
  test.each([
    ['a text and its quotes', 'abc', 5],
    ['a text’s characters, one byte each', 'é😀', 5],
    ['an empty list', [], 2],
    ['a list’s entries', ['a', 1, null, true], 8],
    ['names, their quotes and colons', { a: 1, bc: 'd' }, 15],
    ['nothing for what is not written', { a: undefined }, 2],
    ['lists in lists', [[['a']]], 9],
  ])('counts %s', (_what, value, bytes) => {
    expect([isLargerThan(value, bytes), isLargerThan(value, bytes - 1)]).toEqual([false, true])
    expect(Buffer.byteLength(JSON.stringify(value))).toBeGreaterThanOrEqual(bytes)
  })
})

test('reads no more than it needs to know', () => {
  let read = 0
  const entry = {
    get text() {
      read += 1
      if (read > 100) throw new Error('read on')
      return 'x'.repeat(1_000)
    },
  }
  expect(isLargerThan(Array(1_000_000).fill(entry), 99_999)).toBe(true)
  expect(read).toBe(99) // of 1,011 bytes each
})
