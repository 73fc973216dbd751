import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Perennial } from '../support/programs/processes.ts'
import { snippetsOf } from './snippets.ts'

const folder = path.join(import.meta.dirname, '..', '..', 'build', 'docs-snippets-run')

/**
 * Loads a page's snippet that has this text, as it is printed, but with the addresses and the key of this Perennial, and
 * with the client package from its source.
 */
export async function loadSnippet(
  page: string,
  containing: string,
  { graphqlUrl, wsUrl }: Pick<Perennial, 'graphqlUrl' | 'wsUrl'>,
) {
  const snippets = snippetsOf(['docs/*.md'])
  const snippet = snippets.find(each => each.page === page && each.text.includes(containing))
  if (snippet === undefined) throw new Error(`${page} has no snippet with ${containing}`)
  // Of each gateway: a module is loaded once.
  const own = path.join(folder, new URL(graphqlUrl).port)
  await mkdir(own, { recursive: true })
  for (const { file, text } of snippets) {
    const changed = text
      .replaceAll(/https?:\/\/(?:billing\.example\.com|localhost:4000)\/graphql/g, graphqlUrl)
      .replaceAll('wss://billing.example.com/graphql', wsUrl)
      .replaceAll("fetch('/checkout/token', { method: 'POST' })", "fetch('data:,sk_test_sandbox')")
      .replaceAll(/'@perennial\/client(\/\w+)?'/g, (_, part = '') => `'../../../src/client${part}/index.ts'`)
    await writeFile(path.join(own, file), changed)
  }
  return import(/* @vite-ignore */ path.join(own, snippet.file))
}
