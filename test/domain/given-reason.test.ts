import { expect, test } from 'vitest'
import { reasonOf } from '../../src/domain/given-reason.ts'

test.each([
  [undefined, null],
  [null, null],
  ['  ', null],
  [' on holiday ', 'on holiday'],
  ['x'.repeat(513), 'x'.repeat(512)],
  // Half a character is no text that the database takes.
  [`${'x'.repeat(511)}😀`, 'x'.repeat(511)],
  [`${'x'.repeat(510)}😀😀`, `${'x'.repeat(510)}😀`],
])('%j is kept as %j', (given, kept) => {
  expect(reasonOf(given)).toBe(kept)
})
