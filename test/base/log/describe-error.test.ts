import { expect, test } from 'vitest'
import { describeError } from '../../../src/base/log/describe-error.ts'

test.each([
  ['Unexpected token "x" in \'y\' of `z`', 'Unexpected token "…" in "…" of "…"'],
  ['nothing at jane@shop.example, nor at <john@shop.example>', 'nothing at … nor at …'],
  ['“jane” is not “john', '"…" is not "…"'],
  ['@ is not an address', '@ is not an address'],
])('%s is logged as %s', (message, told) => {
  expect(describeError(new Error(message))['message']).toBe(told)
})
