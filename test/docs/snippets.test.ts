import { expect, test } from 'vitest'
import { snippetsOf, typeErrors, writeSnippets } from './snippets.ts'

// Those of src/client/README.md compile in test/client/readme.test.ts.
test('every TypeScript snippet of the pages compiles against the client package', async () => {
  const snippets = snippetsOf(['README.md', 'docs/*.md', 'examples/*/README.md'])
  expect(snippets.length).toBeGreaterThan(8)
  expect(await typeErrors(await writeSnippets(snippets, 'docs-snippets'))).toEqual([])
})
