import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'

const folder = path.join(import.meta.dirname, '../../build/console/assets')

// The test run has built it, with Vitest's own NODE_ENV.
test('the console is built with the production version of React, whatever NODE_ENV says', async () => {
  const scripts = (await readdir(folder)).filter(name => name.endsWith('.js'))
  expect(scripts).toHaveLength(1)
  const text = await readFile(path.join(folder, scripts[0] ?? ''), 'utf8')
  expect([text.includes('createRoot'), text.includes('React DevTools')]).toEqual([true, false])
})
