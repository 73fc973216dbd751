import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { conformanceTopics } from '../providers/conformance/suite.ts'

const project = path.join(import.meta.dirname, '..', '..')
const program = path.join(project, 'scripts', 'new-provider.ts')
const binaries = path.join(project, 'node_modules', '.bin')

let root: string

/** A project of its own, with everything that a new provider's files import. */
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'perennial-new-provider-'))
  for (const part of ['src', 'package.json', 'test/providers/conformance', 'test/providers/support', 'test/support'])
    await cp(path.join(project, part), path.join(root, part), { recursive: true })
  await symlink(path.join(project, 'node_modules'), path.join(root, 'node_modules'))
  const types = { extends: path.join(project, 'tsconfig.json'), include: ['src/providers/acme', 'test/providers/acme'] }
  await writeFile(path.join(root, 'tsconfig.json'), JSON.stringify(types))
  await writeFile(
    path.join(root, 'vitest.config.ts'),
    'export default { test: { include: ["test/providers/acme/*.test.ts"] } }\n',
  )
})
afterAll(() => rm(root, { recursive: true, force: true }))

function run(command: string, args: readonly string[]) {
  return new Promise<{ code: unknown; stdout: string; stderr: string }>(resolve => {
    const options = {
      cwd: root,
      env: { PATH: `${binaries}:${process.env['PATH']}`, NO_COLOR: '1' },
      maxBuffer: 1 << 26,
    }
    execFile(command, args, options, (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }))
  })
}
const create = (...args: string[]) => run(process.execPath, [program, ...args, '--root', root])

const filesBelow = async (folder: string) =>
  (await readdir(path.join(root, folder), { recursive: true, withFileTypes: true }))
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) => path.relative(root, path.join(parentPath, name)))
    .sort()

const everything = async () => {
  const files = [...(await filesBelow('src')), ...(await filesBelow('test'))]
  return Promise.all(files.map(async file => [file, await readFile(path.join(root, file), 'utf8')]))
}

describe('a new provider', () => {
  beforeAll(async () => {
    expect(await create('acme')).toMatchObject({ code: 0, stderr: '' })
  })

  test('has its files, in both places', async () => {
    expect([...(await filesBelow('src/providers/acme')), ...(await filesBelow('test/providers/acme'))]).toEqual([
      'src/providers/acme/capabilities.ts',
      'src/providers/acme/client.ts',
      'src/providers/acme/config.ts',
      'src/providers/acme/mapping.ts',
      'src/providers/acme/not-written.ts',
      'src/providers/acme/provider.ts',
      'src/providers/acme/webhook.ts',
      'test/providers/acme/conformance.test.ts',
      'test/providers/acme/conformance.ts',
    ])
  })

  test('passes the type check and the formatter before anything is written in it', async () => {
    expect(await run('tsc', ['-p', '.'])).toEqual({ code: 0, stdout: '', stderr: '' })
    const config = path.join(project, 'biome.json')
    const folders = ['src/providers/acme', 'test/providers/acme']
    const checked = await run('biome', ['check', '--vcs-enabled=false', `--config-path=${config}`, ...folders])
    expect([checked.code, checked.stderr]).toEqual([0, ''])
  })

  test('has every case of the conformance suite, and each fails and names what is missing', async () => {
    expect(await run('vitest', ['run', '--reporter=json', '--outputFile=results.json'])).toMatchObject({ code: 1 })
    const report = await readFile(path.join(root, 'results.json'), 'utf8')
    const { numTotalTests, numFailedTests, testResults } = JSON.parse(report)
    const cases = conformanceTopics.flatMap(({ name, cases: ofTopic }) => ofTopic.map(one => `${name} ${one.name}`))
    expect([numTotalTests, numFailedTests]).toEqual([cases.length, cases.length])
    const results: { fullName: string; failureMessages: string[] }[] = testResults[0].assertionResults
    expect(results.map(({ fullName }) => fullName)).toEqual(cases.map(name => `ACME conforms ${name}`))
    for (const { failureMessages } of results) expect(failureMessages.join()).toContain('not written yet: ACME: ')
  })

  test('cannot be created twice: its files stay unchanged', async () => {
    const before = await everything()
    expect(await create('acme')).toEqual({
      code: 1,
      stdout: '',
      stderr: `${path.join('src', 'providers', 'acme')} exists already. Nothing was written.\n`,
    })
    expect(await everything()).toEqual(before)
  })
})

test('the next steps are printed in order, for this provider', async () => {
  const { stdout } = await create('omega7')
  const steps = [...stdout.matchAll(/^(\d)\. (.*)$/gm)].map(([, number, text]) => `${number} ${text}`)
  expect(steps.map(step => step.slice(0, 1)).join('')).toBe('123456')
  for (const word of ['src/sandbox/omega7', "'OMEGA7' to providerCodes", 'OMEGA7_BASE_URL', 'createOmega7Provider'])
    expect(stdout).toContain(word)
  expect(stdout.indexOf('providerCodes')).toBeLessThan(stdout.indexOf('registry.ts'))
})

test.each([
  ['no name', []],
  ['two names', ['one', 'two']],
  ['capitals', ['Acme']],
  ['a path', ['../acme']],
  ['a digit first', ['7eleven']],
  ['too long', ['abcdefghijklm']],
  ['the suite’s own folder', ['conformance']],
  ['an unknown option', ['acme2', '--force']],
])('is refused, and nothing is written: %s', async (_what, args) => {
  const before = await everything()
  const { code, stdout, stderr } = await create(...args)
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/^Usage: npm run new-provider/)
  expect(await everything()).toEqual(before)
})

test('a folder of that name among the tests is enough to refuse', async () => {
  await mkdir(path.join(root, 'test/providers/solo'))
  expect(await create('solo')).toMatchObject({ code: 1, stdout: '' })
  await expect(readdir(path.join(root, 'src/providers/solo'))).rejects.toThrow('ENOENT')
})
