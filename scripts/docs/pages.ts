import { globSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const project = fileURLToPath(new URL('../..', import.meta.url))

/** Pages outside of `docs`, and where they are in the built documentation. */
const elsewhere: Readonly<Record<string, string>> = {
  'README.md': 'overview.md',
  'CONTRIBUTING.md': 'contributing.md',
  'CHANGELOG.md': 'changes.md',
  'SECURITY.md': 'reporting.md',
  'bench/README.md': 'benchmark.md',
  'bench/RESULTS.md': 'benchmark-results.md',
  'simulation/README.md': 'simulation.md',
  'src/client/README.md': 'client.md',
}

/**
 * Every Markdown file that becomes a page: its path in the project → its path in the documentation. A folder's README is
 * the page of that folder.
 */
export function pagesOf(): ReadonlyMap<string, string> {
  const found = globSync(['docs/**/*.md', 'examples/*/README.md', ...Object.keys(elsewhere)], { cwd: project })
  return new Map(found.map(file => file.split(path.sep).join('/')).map(file => [file, placeOf(file)]))
}

function placeOf(file: string): string {
  const named = elsewhere[file]
  if (named !== undefined) return named
  const example = /^examples\/([^/]+)\/README\.md$/.exec(file)?.[1]
  if (example !== undefined) return `examples/${example}.md`
  return file.replace(/^docs\//, '').replace(/README\.md$/, 'index.md')
}
