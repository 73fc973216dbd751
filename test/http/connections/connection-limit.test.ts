import { expect, test } from 'vitest'
import { connectionLimit } from '../../../src/http/connections/connection-limit.ts'

test.each([
  [1_024, 768],
  [20_000, 19_744],
  [1_048_576, 20_000],
  [Number.POSITIVE_INFINITY, 20_000],
  [256, 128],
])('of %s files that a process may open, connections take %s', (descriptors, connections) => {
  expect(connectionLimit(descriptors)).toBe(connections)
})
