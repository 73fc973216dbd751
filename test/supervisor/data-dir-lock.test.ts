import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockDataDir } from '../../src/supervisor/data-dir-lock.ts'
import { identify } from '../../src/supervisor/process-identity.ts'

let dataDir: string
let file: string

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'perennial-lock-'))
  file = path.join(dataDir, 'supervisor.lock')
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

/** Without patience. */
const take = (folder: string) => lockDataDir(folder, 0)

test('is held by one at a time, until it is given back', async () => {
  const unlock = await take(dataDir)
  await expect(take(dataDir)).rejects.toThrow(
    `Perennial is already running on ${dataDir} (process ${process.pid}): stop that process, or set DATA_DIR to another folder.`,
  )
  await unlock()
  expect(await readdir(dataDir)).toEqual([])
  await (await take(dataDir))()
  expect(await readdir(dataDir)).toEqual([])
})

test('of many starts at once exactly one gets it, even if a dead process left it', async () => {
  const dead = spawn('true')
  await once(dead, 'exit')
  for (let round = 0; round < 30; round++) {
    await writeFile(file, JSON.stringify({ pid: dead.pid, began: 'before' }))
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => take(dataDir)))
    const [unlock, ...others] = results.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
    expect(others).toEqual([])
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(await identify(process.pid))
    expect(await readdir(dataDir)).toEqual(['supervisor.lock'])
    await unlock?.()
  }
})

test('a start that died while it removed a stale lock does not keep the others out', async () => {
  await writeFile(file, 'no lock')
  await mkdir(`${file}.removal`)
  const longAgo = new Date(Date.now() - 60_000)
  await utimes(`${file}.removal`, longAgo, longAgo)
  await (await take(dataDir))()
  expect(await readdir(dataDir)).toEqual([])
})

test('a process that only has the id of the former holder does not hold it', async () => {
  await writeFile(file, JSON.stringify({ pid: process.pid, began: 'another boot/1' }))
  const unlock = await take(dataDir)
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(await identify(process.pid))
  await unlock()
})

test('a lock file that cannot be read belongs to nobody', async () => {
  await writeFile(file, '{"pid":')
  const unlock = await take(dataDir)
  await unlock()
  expect(await readdir(dataDir)).toEqual([])
})

test('a start waits a moment for the process that holds it', async () => {
  const unlock = await take(dataDir)
  const next = lockDataDir(dataDir, 10_000)
  await expect.poll(() => readdir(dataDir)).toHaveLength(2)
  await unlock()
  await (await next)()
  expect(await readdir(dataDir)).toEqual([])
})
