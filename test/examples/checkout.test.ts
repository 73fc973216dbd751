import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

test.each([
  ['with-token', ['with-stream.ts', 'relay.ts']],
  ['with-stream', ['with-token.ts', 'token.ts']],
])('what a developer copies for the variant %s has at most 300 lines', (_, others) => {
  const folder = path.join(import.meta.dirname, '../../examples/checkout')
  const copied = globSync('**/*.ts', { cwd: folder }).filter(file => !others.includes(path.basename(file)))
  const lines = copied.flatMap(file => readFileSync(path.join(folder, file), 'utf8').trimEnd().split('\n'))
  expect(copied.length + others.length).toBe(9)
  expect(lines.length).toBeLessThanOrEqual(300)
})
