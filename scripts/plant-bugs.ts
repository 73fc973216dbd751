import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Plant, plants } from './plant-bugs/plants.ts'

/**
 * Plants each bug of plant-bugs/plants.ts in a copy of the project, runs the tests that have to notice it, and lists
 * which did. Exits with 1 if a bug was not noticed. Arguments select the plants whose names contain one of them.
 */
const project = fileURLToPath(new URL('..', import.meta.url))

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
  }[]
}

function copyProject(): string {
  const copy = mkdtempSync(path.join(tmpdir(), 'perennial-plants-'))
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: project, encoding: 'utf8' }).split('\0').filter(Boolean)
  for (const file of files) {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true })
    cpSync(path.join(project, file), path.join(copy, file))
  }
  // Made by `npm ci`, and not in git.
  const generated = path.join('src', 'store', 'prisma', 'generated')
  cpSync(path.join(project, generated), path.join(copy, generated), { recursive: true })
  symlinkSync(path.join(project, 'node_modules'), path.join(copy, 'node_modules'))
  return copy
}

/** The names of the tests that failed. */
function failures(copy: string, { tests }: Plant): readonly string[] {
  const output = path.join(copy, 'report.json')
  rmSync(output, { force: true })
  const vitest = path.join(copy, 'node_modules', 'vitest', 'vitest.mjs')
  spawnSync(process.execPath, [vitest, 'run', '--reporter=json', `--outputFile=${output}`, ...tests], {
    cwd: copy,
    stdio: 'ignore',
  })
  const { testResults } = JSON.parse(readFileSync(output, 'utf8')) as Report
  const all = testResults.flatMap(({ assertionResults }) => assertionResults)
  if (all.length === 0) throw new Error(`no test ran: ${tests.join(', ')}`)
  return all.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName)
}

/** Reported before anything runs, because the code that a plant replaces may have changed. */
function checkPlaces(chosen: readonly Plant[]): void {
  const lost = chosen.filter(
    ({ file, find }) => readFileSync(path.join(project, file), 'utf8').split(find).length !== 2,
  )
  if (lost.length > 0)
    throw new Error(
      lost
        .map(({ name, file }) => `${name}: the text to replace must occur in ${file} exactly once, but does not`)
        .join('\n'),
    )
}

function tryPlant(copy: string, plant: Plant): boolean {
  const file = path.join(copy, plant.file)
  const text = readFileSync(file, 'utf8')
  writeFileSync(
    file,
    text.replace(plant.find, () => plant.replace),
  )
  try {
    const [first, ...others] = failures(copy, plant)
    const found = first === undefined ? 'STAYED UNNOTICED' : `${others.length + 1} tests, e.g. "${first}"`
    process.stdout.write(`${first === undefined ? '✗' : '✓'} ${plant.name}: ${found}\n`)
    return first !== undefined
  } finally {
    writeFileSync(file, text)
  }
}

const words = process.argv.slice(2)
const chosen = plants.filter(({ name }) => words.length === 0 || words.some(word => name.includes(word)))
checkPlaces(chosen)
const copy = copyProject()
try {
  const noticed = chosen.map(plant => tryPlant(copy, plant)).filter(Boolean).length
  process.stdout.write(`${noticed} of ${chosen.length} planted bugs were noticed\n`)
  process.exitCode = noticed === chosen.length && chosen.length > 0 ? 0 : 1
} finally {
  rmSync(copy, { recursive: true, force: true })
}
