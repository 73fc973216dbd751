import { existsSync, readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/** docs/money-safety.md names the proofs of each scenario; tests say in their names which one they prove. */
const project = fileURLToPath(new URL('..', import.meta.url))
const own = path.relative(project, fileURLToPath(import.meta.url))
const read = (file: string) => readFileSync(path.join(project, file), 'utf8')
const doc = read('docs/money-safety.md')

const numbersIn = (text: string) => [...text.matchAll(/\(scenario (\d+)\)/g)].map(([, number]) => Number(number))

/** A test's name as written in its file: text in quotes that begins or ends with `(scenario 12)`, or with several. */
const name = /(?<quote>['"`])(?:\(scenario \d+\) [^\n]+?|[^\n]+? \(scenario \d+\))\k<quote>/g

interface Numbered {
  readonly file: string
  readonly name: string
}

async function numberedTests(): Promise<Numbered[]> {
  const found: Numbered[] = []
  for await (const file of glob('test/**/*.ts', { cwd: project }))
    if (file !== own) for (const [text] of read(file).matchAll(name)) found.push({ file, name: lastQuoted(text) })
  return found
}

/** The match may have begun at an earlier quote. */
function lastQuoted(text: string): string {
  const quote = text.at(-1) ?? ''
  return text.slice(text.lastIndexOf(quote, text.length - 2) + 1, -1)
}

const inTable = [...doc.matchAll(/^\| (\d+) \|/gm)].map(([, number]) => Number(number))

/** The proofs that the page names, each under its number in bold. */
const proofs = doc
  .split(/^\*\*(?=\d+\*\*$)/m)
  .slice(1)
  .flatMap(section => {
    const number = Number.parseInt(section, 10)
    return [...section.matchAll(/^- `([^`]+)`: (.+)$/gm)].map(([, file = '', said = '']) => ({ number, file, said }))
  })

test('the table holds the scenarios from 1 to 21, each with proofs', () => {
  const all = Array.from({ length: 21 }, (_, index) => index + 1)
  expect(inTable).toEqual(all)
  expect([...new Set(proofs.map(({ number }) => number))]).toEqual(all)
})

test('each scenario of the table has tests that carry its number, and no number is used that the table lacks', async () => {
  const used = (await numberedTests()).flatMap(one => numbersIn(one.name))
  expect([...new Set(used)].toSorted((one, other) => one - other)).toEqual(inTable)
})

test('numbers are only in tests’ names, at their end or their beginning', async () => {
  const counted = Map.groupBy(await numberedTests(), ({ file }) => file)
  for await (const file of glob('test/**/*.ts', { cwd: project })) {
    if (file === own) continue
    const inNames = (counted.get(file) ?? []).reduce((sum, one) => sum + numbersIn(one.name).length, 0)
    expect([file, numbersIn(read(file)).length]).toEqual([file, inNames])
  }
})

test.each(proofs)('scenario $number is proved by $file: $said', async ({ number, file, said }) => {
  const inFile = (await numberedTests()).filter(one => one.file === file && one.name.includes(said))
  expect(inFile.flatMap(one => numbersIn(one.name))).toContain(number)
})

test('every file that the page names exists', () => {
  const named = [...doc.matchAll(/`((?:[\w.-]+\/)+[\w.-]+\.\w+)`/g)].map(([, file = '']) => file)
  expect(named.length).toBeGreaterThan(80)
  expect([...new Set(named)].filter(file => !existsSync(path.join(project, file)))).toEqual([])
})
