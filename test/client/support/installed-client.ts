import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const root = path.join(import.meta.dirname, '../../..')

export interface InstalledClient {
  /** A project outside of this one, with nothing but the package and what the package needs. */
  readonly folder: string
  /**
   * Runs a program in it: its own (`./…`), or one of the node_modules of this project. Returns its output; throws with
   * it if the program fails.
   */
  run(program: string, ...words: string[]): Promise<string>
  remove(): Promise<void>
}

/**
 * Installs the client that a gateway serves in an empty project. Nothing else is downloaded: what it depends on is packed
 * from this project's node_modules.
 */
export async function installClient(gateway: string): Promise<InstalledClient> {
  const folder = await mkdtemp(path.join(tmpdir(), 'perennial-installed-'))
  const run = promisify(execFile)
  const npm = (...words: string[]) => run('npm', words, { cwd: folder })
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ name: 'empty', private: true, type: 'module' }))
  await writeFile(path.join(folder, 'client.tgz'), await download(gateway))
  const packages = ['node_modules/graphql-ws', 'node_modules/graphql'].map(name => path.join(root, name))
  await npm('pack', '--ignore-scripts', ...packages)
  const tarballs = (await readdir(folder)).filter(name => name.endsWith('.tgz')).map(name => `./${name}`)
  await npm('install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', ...tarballs)
  return {
    folder,
    async run(program, ...words) {
      const file = path.resolve(program.startsWith('./') ? folder : path.join(root, 'node_modules'), program)
      try {
        return (await run(process.execPath, [file, ...words], { cwd: folder })).stdout
      } catch (error) {
        const { stdout, stderr } = error as { stdout: string; stderr: string }
        throw new Error(`${program} failed:\n${stdout}${stderr}`)
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** From the address that the client's README names. */
async function download(gateway: string): Promise<Buffer> {
  const readme = await readFile(path.join(root, 'src/client/README.md'), 'utf8')
  const [, place = ''] = /^npm install http:\/\/localhost:4000(\/docs\/\S+\.tgz)$/m.exec(readme) ?? []
  const response = await fetch(new URL(place, gateway))
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`)
  return Buffer.from(await response.arrayBuffer())
}
