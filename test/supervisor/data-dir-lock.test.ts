import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
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

test('is held by one at a time, until it is given back', async () => {
  const unlock = await lockDataDir(dataDir)
  await expect(lockDataDir(dataDir)).rejects.toThrow(
    `Perennial already runs on ${dataDir} (process ${process.pid}): end it, or set DATA_DIR.`,
  )
  await unlock()
  expect(await readdir(dataDir)).toEqual([])
  await (await lockDataDir(dataDir))()
  expect(await readdir(dataDir)).toEqual([])
})

test('of many starts at once exactly one gets it, also where a dead one left it', async () => {
  const dead = spawn('true')
  await once(dead, 'exit')
  await writeFile(file, JSON.stringify({ pid: dead.pid, began: 'before' }))
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => lockDataDir(dataDir)))
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(await identify(process.pid))
  expect(await readdir(dataDir)).toEqual(['supervisor.lock'])
})

test('a process that only has the number of the one that had it does not hold it', async () => {
  await writeFile(file, JSON.stringify({ pid: process.pid, began: 'another boot/1' }))
  const unlock = await lockDataDir(dataDir)
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(await identify(process.pid))
  await unlock()
})

test('a lock file that cannot be read is nobody’s', async () => {
  await writeFile(file, '{"pid":')
  const unlock = await lockDataDir(dataDir)
  await unlock()
  expect(await readdir(dataDir)).toEqual([])
})
