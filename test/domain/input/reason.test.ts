import { expect, test } from 'vitest'
import { reasonOf } from '../../../src/domain/input/reason.ts'

test.each([
  [undefined, null],
  [null, null],
  ['  ', null],
  [' on holiday ', 'on holiday'],
  ['x'.repeat(513), 'x'.repeat(512)],
  [`${'x'.repeat(511)}😀`, `${'x'.repeat(511)}😀`],
  ['😀'.repeat(513), '😀'.repeat(512)],
])('%j is stored as %j', (given, kept) => {
  expect(reasonOf(given)).toBe(kept)
})
