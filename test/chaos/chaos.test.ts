import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { full } from '../support/full.ts'
import { until } from '../support/until.ts'
import { memoryFolder } from '../support/vitest/memory-folder.ts'

const program = fileURLToPath(new URL('../../chaos/main.ts', import.meta.url))

/** That of all other processes: with the folder of a test, everything would be compiled again. */
const compileCache = path.join(os.tmpdir(), 'node-compile-cache')

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(memoryFolder() ?? os.tmpdir(), 'perennial-chaos-test-'))
  await chmod(folder, 0o755) // PostgreSQL's account passes through it
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Runs it with all its output below `folder`, which each of its processes has in its command line or environment. */
function start(...words: string[]) {
  const child = spawn(process.execPath, [program, ...words], {
    env: { PATH: process.env['PATH'] ?? '', TMPDIR: folder, NODE_COMPILE_CACHE: compileCache },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  const exited = once(child, 'close').then(([code]) => code as number | null)
  return { child, exited, output: () => output }
}

/** Processes that were started for the folder and still run, as /proc shows them; on other systems none is found. */
async function left(): Promise<string[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter(name => /^\d+$/.test(name))
  const texts = await Promise.all(
    pids.map(async pid => {
      const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')
      return `${await read('cmdline')}\0${await read('environ')}`
    }),
  )
  return texts.filter(text => text.includes(folder))
}

// Four schedules: two that are paid, one that is retried and one that is paused.
const [charges, schedules, kills] = full ? [60, 14, 4] : [8, 4, 1]

test('charges and schedules through two gateways, with every fault, kills and a PostgreSQL that ends: all accounts agree (scenario 2) (scenario 15) (scenario 17)', async () => {
  const load = [
    '--charges',
    String(charges),
    '--schedules',
    String(schedules),
    '--kills',
    String(kills),
    '--restarts',
    '1',
  ]
  const words = [...load, '--subscribers', '2', '--seed', '1', '--absence-seconds', '1']
  const run = start(...words, '--settle-seconds', '300')
  const code = await run.exited
  expect(run.output()).toContain('chaos: seed 1, PPRO and APS: no difference between ledger, database, answers and sub')
  expect(run.output()).toMatch(/double charges 0, lost 0, stuck 0, orphans 0, needing attention 0/)
  // One kill in four ends both gateways.
  expect(run.output()).toMatch(new RegExp(`${kills + Math.floor(kills / 4)} kills, 1 ends of PostgreSQL`))
  expect(run.output()).toContain('6 simulated days')
  expect(run.output()).toMatch(new RegExp(`schedules +${schedules} \\(`))
  expect(run.output()).toMatch(/rate limits off/)
  expect(code).toBe(0)
  expect(await readdir(folder)).toEqual([])
  await until('the end of all its processes', async () => (await left()).length === 0)
}, 600_000)

test('stopped in the middle, it ends every process that it started', async () => {
  const run = start('--charges', '2000', '--kills', '0', '--gateways', '1')
  await until('the gateway', async () => {
    const [name] = await readdir(folder)
    const log = name && (await readFile(path.join(folder, name, 'gateway-1.log'), 'utf8').catch(() => ''))
    return log?.includes('"event":"listening"')
  })
  run.child.kill('SIGINT')
  expect(await run.exited).toBe(1)
  expect(run.output()).toContain('chaos: stopped before its end')
  expect(await readdir(folder)).toEqual([])
  await until('the end of all its processes', async () => (await left()).length === 0)
})

test('unknown arguments print the usage', async () => {
  const run = start('--charges', 'many')
  expect(await run.exited).toBe(1)
  expect(run.output()).toContain('Usage: npm run chaos -- [options]')
  expect(await readdir(folder)).toEqual([])
})
