import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ensureEncryptionKey } from '../../src/config/encryption-key.ts'

let folder: string
let dataDir: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'perennial-key-'))
  dataDir = path.join(folder, 'not', 'there', 'yet')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('is created once, readable only by its owner', async () => {
  const key = await ensureEncryptionKey(dataDir)
  expect(key).toHaveLength(32)
  expect(await ensureEncryptionKey(dataDir)).toEqual(key)
  const file = path.join(dataDir, 'encryption-key')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(Buffer.from(await readFile(file, 'utf8'), 'base64')).toEqual(Buffer.from(key))
})

test('two starts at once get the same key and leave one file', async () => {
  const keys = await Promise.all(Array.from({ length: 20 }, () => ensureEncryptionKey(dataDir)))
  expect(new Set(keys.map(key => Buffer.from(key).toString('hex'))).size).toBe(1)
  expect(await readdir(dataDir)).toEqual(['encryption-key'])
})

test('every installation has a key of its own', async () => {
  const other = await ensureEncryptionKey(path.join(folder, 'other'))
  expect(await ensureEncryptionKey(dataDir)).not.toEqual(other)
})

test('a damaged file is refused and left unchanged', async () => {
  await ensureEncryptionKey(dataDir)
  const file = path.join(dataDir, 'encryption-key')
  await writeFile(file, 'damaged')
  await expect(ensureEncryptionKey(dataDir)).rejects.toThrow(
    `${file} does not hold an encryption key: restore it from a backup, or remove DATA_DIR.`,
  )
  expect(await readFile(file, 'utf8')).toBe('damaged')
})
