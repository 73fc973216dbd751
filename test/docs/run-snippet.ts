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
  const snippet = snippetsOf([page]).find(({ text }) => text.includes(containing))
  if (snippet === undefined) throw new Error(`${page} has no snippet with ${containing}`)
  // Of each gateway: a module is loaded once.
  const own = path.join(folder, new URL(graphqlUrl).port)
  await writeRunnable(own, text =>
    text
      .replaceAll(SANDBOX, graphqlUrl)
      .replaceAll('wss://billing.example.com/graphql', wsUrl)
      .replaceAll("fetch('/checkout/token', { method: 'POST' })", "fetch('data:,sk_test_sandbox')"),
  )
  return import(/* @vite-ignore */ path.join(own, snippet.file))
}

/** The gateway's addresses in the pages. */
export const SANDBOX = /https?:\/\/(?:billing\.example\.com|localhost:4000)\/graphql/g

/** Writes the changed snippets of all pages into a folder, where they import each other, and the client's source. */
export async function writeRunnable(to: string, change: (text: string) => string): Promise<void> {
  await mkdir(to, { recursive: true })
  const source = path.relative(to, path.join(import.meta.dirname, '../../src/client'))
  for (const { file, text } of snippetsOf(['docs/*.md'])) {
    const imported = text.replaceAll(/'@perennial\/client(\/\w+)?'/g, (_, part = '') => `'${source}${part}/index.ts'`)
    await writeFile(path.join(to, file), change(imported))
  }
}
