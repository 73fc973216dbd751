import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const project = fileURLToPath(new URL('../..', import.meta.url))

/** Something that is built into a folder of its own, which git ignores. */
export interface Part {
  readonly name: string
  /** The files and folders that decide the result, relative to the project. The lock file and scripts/build always count. */
  readonly inputs: readonly string[]
  /** The folder of the result, relative to the project. */
  readonly output: string
  /** Writes the result into an empty folder, whose absolute path it gets. */
  build(folder: string): Promise<void>
}

const COMMON_INPUTS = ['package-lock.json', 'scripts/build']
/** Neither sources nor stable. */
const IGNORED = new Set(['node_modules', 'dist'])

/** Builds the part unless its inputs are those of the last build. A failed build leaves the last result. */
export async function buildPart({ name, inputs, output, build }: Part): Promise<void> {
  const began = performance.now()
  const hash = await hashOf([...inputs, ...COMMON_INPUTS])
  const target = path.join(project, output)
  const stamp = path.join(project, 'build', `${name}.sha256`)
  if (existsSync(target) && (await readFile(stamp, 'utf8').catch(() => '')) === hash) {
    console.log(`build: ${name} is up to date`)
    return
  }
  await mkdir(path.join(project, 'build'), { recursive: true })
  const folder = await mkdtemp(path.join(project, 'build', `.${name}-`))
  // The caller's value, e.g. Vitest's "test", would build React's slow development version.
  process.env['NODE_ENV'] = 'production'
  try {
    await build(folder)
    await chmod(folder, 0o755)
    await rm(target, { recursive: true, force: true })
    await rename(folder, target)
    await writeFile(stamp, hash)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  console.log(`build: ${name} in ${output}, ${((performance.now() - began) / 1_000).toFixed(1)} s`)
}

/** A hash of the paths and contents of all files. */
async function hashOf(inputs: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const input of [...inputs].sort())
    for (const file of await filesOf(input)) {
      const content = await readFile(path.join(project, file))
      hash.update(`${file}\0${content.length}\0`).update(content)
    }
  return hash.digest('hex')
}

async function filesOf(input: string): Promise<string[]> {
  const entries = await readdir(path.join(project, input), { withFileTypes: true }).catch(() => undefined)
  if (entries === undefined) return [input]
  const names = entries.filter(({ name }) => !IGNORED.has(name)).map(({ name }) => path.join(input, name))
  return (await Promise.all(names.sort().map(filesOf))).flat()
}
