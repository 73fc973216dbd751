import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '../..')

test('the generated files are those of the current schema and operations: npm run codegen', async () => {
  const program = path.join(root, 'node_modules/.bin/graphql-codegen')
  const checked = promisify(execFile)(program, ['--config', 'codegen.ts', '--check'], { cwd: root })
  expect(
    await checked.then(
      () => 'up to date',
      ({ stdout, stderr }) => stdout + stderr,
    ),
  ).toBe('up to date')
})
