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

/** Without patience. */
async function take(folder: string) {
  const lock = await lockDataDir(folder, { patienceMs: 0 })
  if (!lock) throw new Error('the waiting was ended')
  return lock
}

test('is held by one at a time, until it is given back', async () => {
  const lock = await take(dataDir)
  await expect(take(dataDir)).rejects.toThrow(
    `Perennial already runs on ${dataDir} (process ${process.pid}): end it, or set DATA_DIR.`,
  )
  await lock.release()
  expect(await readdir(dataDir)).toEqual([])
  await (await take(dataDir)).release()
  expect(await readdir(dataDir)).toEqual([])
})

test('of many starts at once exactly one gets it, also where a dead one left it', async () => {
  const dead = spawn('true')
  await once(dead, 'exit')
  await writeFile(file, JSON.stringify({ pid: dead.pid, began: 'before' }))
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => take(dataDir)))
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(await identify(process.pid))
  expect(await readdir(dataDir)).toEqual(['supervisor.lock'])
})

test('a process that only has the number of the one that had it does not hold it', async () => {
  await writeFile(file, JSON.stringify({ pid: process.pid, began: 'another boot/1' }))
  const lock = await take(dataDir)
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(await identify(process.pid))
  await lock.release()
})

test('a lock file that cannot be read is nobody’s', async () => {
  await writeFile(file, '{"pid":')
  const lock = await take(dataDir)
  await lock.release()
  expect(await readdir(dataDir)).toEqual([])
})

test('a start waits for one that is about to give it back', async () => {
  const lock = await take(dataDir)
  await expect(lockDataDir(dataDir, { patienceMs: 0 })).rejects.toThrow('Perennial already runs on')
  await lock.announceRelease()
  const next = take(dataDir)
  // It has begun, and with no patience left it would have been refused by now.
  await expect.poll(() => readdir(dataDir)).toHaveLength(3)
  await lock.release()
  await (await next).release()
  expect(await readdir(dataDir)).toEqual([])
})

test('a start that waits can be stopped', async () => {
  const lock = await take(dataDir)
  await lock.announceRelease()
  const stop = new AbortController()
  const next = lockDataDir(dataDir, { signal: stop.signal })
  await expect.poll(() => readdir(dataDir)).toHaveLength(3)
  stop.abort()
  expect(await next).toBeUndefined()
  expect((await readdir(dataDir)).sort()).toEqual(['supervisor.lock', 'supervisor.stopping'])
  await lock.release()
})
