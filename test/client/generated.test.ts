import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The output of `npm run codegen` for the current graph and operations. */
async function generate(folder: string): Promise<void> {
  for (const below of ['schema', 'src/client/codegen']) await mkdir(path.join(folder, below), { recursive: true })
  for (const file of ['codegen.ts', 'package.json', 'schema/schema.graphql', 'src/client/codegen/scalars.ts'])
    await cp(path.join(root, file), path.join(folder, file))
  await cp(path.join(root, 'scripts/codegen'), path.join(folder, 'scripts/codegen'), { recursive: true })
  for (const name of ['src/client/operations', 'src/console'])
    await cp(path.join(root, name), path.join(folder, name), { recursive: true })
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
  const program = path.join(root, 'node_modules/.bin/graphql-codegen')
  await promisify(execFile)(program, ['--config', 'codegen.ts'], { cwd: folder })
}

test('the generated client is up to date: npm run codegen', async () => {
  // Not in node_modules, where Node runs no TypeScript.
  await mkdir(path.join(root, 'build'), { recursive: true })
  const folder = await mkdtemp(path.join(root, 'build/.codegen-test-'))
  try {
    await generate(folder)
    for (const generated of ['src/client/generated', 'src/console/generated']) {
      const names = (await readdir(path.join(root, generated))).sort()
      expect((await readdir(path.join(folder, generated))).sort()).toEqual(names)
      for (const name of names) {
        const [committed, fresh] = await Promise.all(
          [root, folder].map(base => readFile(path.join(base, generated, name), 'utf8')),
        )
        expect([name, committed === fresh]).toEqual([name, true])
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
