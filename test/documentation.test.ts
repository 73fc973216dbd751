import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSchema, parse, validate } from 'graphql'
import { describe, expect, test } from 'vitest'
import { variables } from '../src/config/variables.ts'

const project = fileURLToPath(new URL('..', import.meta.url))
const read = (file: string) => readFileSync(path.join(project, file), 'utf8')
const pages = globSync(
  [
    '*.md',
    'docs/**/*.md',
    'attack/**/*.md',
    'bench/*.md',
    'chaos/**/*.md',
    'examples/**/*.md',
    'simulation/**/*.md',
    'src/client/*.md',
  ],
  { cwd: project },
)

/** A page without the lines of its code blocks. */
const prose = (page: string) => read(page).replaceAll(/^```.*?^```$/gms, '')

/** The anchors that GitHub makes of a page's headings; the second of two equal headings ends in -1, and so on. */
function anchorsOf(page: string): ReadonlySet<string> {
  const seen = new Map<string, number>()
  const anchors = new Set<string>()
  for (const [, heading = ''] of prose(page).matchAll(/^#{1,6} (.+)$/gm)) {
    const text = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
    const anchor = text.replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '').replaceAll(' ', '-')
    const before = seen.get(anchor) ?? 0
    seen.set(anchor, before + 1)
    anchors.add(before === 0 ? anchor : `${anchor}-${before}`)
  }
  return anchors
}

/** The links of a page to this project's files, without those to other hosts. */
const linksOf = (page: string) =>
  [
    ...prose(page)
      .replaceAll(/`[^`\n]*`/g, '')
      .matchAll(/\]\(([^)\s]+)\)/g),
  ]
    .map(([, link = '']) => link)
    .filter(link => !/^[a-z]+:/.test(link))

/** Why a link leads nowhere; undefined if it resolves. */
function problemOf(page: string, link: string): string | undefined {
  const [to = '', anchor] = link.split('#')
  const file = to === '' ? page : path.join(path.dirname(page), decodeURI(to))
  if (globSync(file.replace(/\/$/, ''), { cwd: project }).length === 0) return `${page}: ${link}: there is no ${file}`
  if (anchor !== undefined && !anchorsOf(file).has(anchor)) return `${page}: ${link}: ${file} has no such heading`
  return undefined
}

describe('links', () => {
  test('every relative link and anchor of every page resolves', () => {
    const links = pages.flatMap(page => linksOf(page).map(link => ({ page, link })))
    expect(links.flatMap(({ page, link }) => problemOf(page, link) ?? [])).toEqual([])
    expect(links.map(({ page }) => page)).toEqual(
      expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'docs/tour.md']),
    )
  })

  test('docs/README.md links to every page of docs', () => {
    const linked = linksOf('docs/README.md')
    const own = globSync('*.md', { cwd: path.join(project, 'docs') }).filter(page => page !== 'README.md')
    expect(own.filter(page => !linked.includes(page))).toEqual([])
  })
})

test('README.md has at most 200 lines', () => {
  expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(200)
})

test('the pages about configuration and scripts name every variable and script', () => {
  const configuration = read('docs/configuration.md')
  const named = (name: string) => configuration.includes(`\`${name}\``)
  expect(Object.keys(variables.shape).filter(name => !named(name))).toEqual([])
  const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> }
  const text = read('docs/scripts.md')
  const shown = (name: string) => new RegExp(`\`(npm run |npm )?${name}(\`| )`).test(text)
  expect(Object.keys(scripts).filter(name => !shown(name))).toEqual([])
})

describe('GraphQL in the pages', () => {
  const schema = buildSchema(read('schema/schema.graphql'))

  /** Documents of shell commands (`gql <<GRAPHQL`, `gql <<<"…"`, `gql <<<'…'`) and of graphql blocks. */
  function documentsOf(page: string): string[] {
    const blocks = (language: string) =>
      [...read(page).matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, of, text = '']) => (of === language ? text : []))
    const shell = blocks('sh').join('\n')
    const heredocs = [...shell.matchAll(/<<GRAPHQL[^\n]*\n(.*?)^GRAPHQL$/gms)].map(([, text = '']) => text)
    const strings = [...shell.matchAll(/<<<"((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text.replaceAll('\\"', '"'))
    const literals = [...shell.matchAll(/<<<'([^']*)'/g)].map(([, text = '']) => text)
    return [...blocks('graphql'), ...heredocs, ...strings, ...literals]
  }

  /** Shell variables outside of strings are numbers. */
  const filled = (document: string) => document.replaceAll(/value: \$\d/g, 'value: 1').replaceAll(/…/g, '')

  test('is valid against the printed schema', () => {
    const documents = pages.flatMap(page => documentsOf(page).map(document => ({ page, document })))
    const problems = documents.flatMap(({ page, document }) =>
      validate(schema, parse(filled(document))).map(({ message }) => `${page}: ${message}`),
    )
    expect(problems).toEqual([])
    expect(documents.length).toBeGreaterThan(15)
  })
})
