import { expect, test } from 'vitest'
import { hasEnded } from '../../src/supervisor/process-identity.ts'

/** As Linux writes it, with the state and the number of threads. */
const stat = (state: string, threads: number) =>
  `4711 (node (x) y) ${state} 1 4711 4711 0 -1 4194560 1 0 0 0 1 1 0 0 20 0 ${threads} 0 123456 0 0 0`

test.each([
  ['running', stat('R', 11), false],
  ['sleeping', stat('S', 1), false],
  ['a zombie whose other threads still have its ports', stat('Z', 3), false],
  ['a zombie', stat('Z', 1), true],
  ['dead', stat('X', 0), true],
  ['gone', '', true],
])('a process that is %s', (_what, text, ended) => {
  expect(hasEnded(text)).toBe(ended)
})
