import { expect, test } from 'vitest'
import { JSON_DEPTH, nestsDeeper, parseJson } from '../../../src/base/text/json.ts'

const lists = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`

test('JSON from outside has at most 64 levels', () => {
  expect(JSON_DEPTH).toBe(64)
  expect(parseJson(lists(64))).toBeInstanceOf(Array)
  expect(parseJson(lists(65))).toBeUndefined()
  expect(parseJson(`{"a":${lists(63)}}`)).toBeInstanceOf(Object)
  expect(parseJson(`{"a":${lists(64)}}`)).toBeUndefined()
})

test('brackets within a string are text, and siblings do not add up', () => {
  expect(nestsDeeper(JSON.stringify({ a: '[{"'.repeat(100), '[[\\"': ['\\', '[[['] }), 2)).toBe(false)
  expect(nestsDeeper(`[${lists(1)},${lists(1)},{},{}]`, 2)).toBe(false)
  expect(nestsDeeper(`[${lists(1)},${lists(2)}]`, 2)).toBe(true)
})

test('a million levels do not overflow the stack', () => {
  expect(nestsDeeper(lists(1_000_000), 64)).toBe(true)
  expect(nestsDeeper(lists(1_000_000), 1_000_000)).toBe(false)
  expect(parseJson('['.repeat(1_000_000))).toBeUndefined()
})

test('text that is not JSON is undefined', () => {
  expect(parseJson('{"a":')).toBeUndefined()
  expect(parseJson(']]]][[[[')).toBeUndefined()
})
