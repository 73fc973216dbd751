import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '../..')

/** As a page's project has it. */
const compilerOptions = {
  ...{
    target: 'es2022',
    lib: ['es2022', 'dom'],
    types: [],
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
  },
  skipLibCheck: true, // of the other libraries
}

test('every example of the package’s README compiles against the built package', async () => {
  const readme = await readFile(path.join(root, 'src/client/README.md'), 'utf8')
  const examples = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code)
  expect(examples.length).toBeGreaterThan(8)
  await mkdir(path.join(root, 'build'), { recursive: true })
  const folder = await mkdtemp(path.join(root, 'build/.readme-test-'))
  try {
    for (const [index, code] of examples.entries()) await writeFile(path.join(folder, `example-${index}.ts`), code)
    await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }')
    for (const module of ['nodenext', 'preserve']) {
      await writeFile(
        path.join(folder, 'tsconfig.json'),
        JSON.stringify({ compilerOptions: { ...compilerOptions, module } }),
      )
      const tsc = path.join(root, 'node_modules/typescript/bin/tsc')
      const compiled = promisify(execFile)(process.execPath, [tsc, '-p', '.'], { cwd: folder })
      expect(
        await compiled.then(
          () => '',
          ({ stdout }) => `${module}: ${stdout}`,
        ),
      ).toBe('')
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
