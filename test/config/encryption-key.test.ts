import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { configuredKeys, ensureEncryptionKeys } from '../../src/config/encryption-key.ts'

let folder: string
let dataDir: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'perennial-key-'))
  dataDir = path.join(folder, 'not', 'there', 'yet')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('is created once, readable only by its owner', async () => {
  const keys = await ensureEncryptionKeys(dataDir)
  expect(keys.map(key => key.byteLength)).toEqual([32])
  expect(await ensureEncryptionKeys(dataDir)).toEqual(keys)
  const file = path.join(dataDir, 'encryption-key')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(Buffer.from(await readFile(file, 'utf8'), 'base64')).toEqual(Buffer.from(keys[0] ?? []))
})

test('two starts at once get the same key and leave one file', async () => {
  const keys = await Promise.all(Array.from({ length: 20 }, () => ensureEncryptionKeys(dataDir)))
  expect(new Set(keys.map(([key]) => Buffer.from(key ?? []).toString('hex'))).size).toBe(1)
  expect(await readdir(dataDir)).toEqual(['encryption-key'])
})

test('every installation has a key of its own', async () => {
  const other = await ensureEncryptionKeys(path.join(folder, 'other'))
  expect(await ensureEncryptionKeys(dataDir)).not.toEqual(other)
})

test('several lines are several keys, the current one first', async () => {
  const [former] = await ensureEncryptionKeys(dataDir)
  const file = path.join(dataDir, 'encryption-key')
  await writeFile(file, `${'02'.repeat(32)}\n${await readFile(file, 'utf8')}`)
  const keys = [Buffer.alloc(32, 2), former]
  expect(await ensureEncryptionKeys(dataDir)).toEqual(keys)
  const previousEncryptionKeys = [Buffer.alloc(32, 3)]
  const config = { encryptionKey: undefined, previousEncryptionKeys, dataDir }
  expect(await configuredKeys(config)).toEqual([...keys, ...previousEncryptionKeys])
  const encryptionKey = Buffer.alloc(32, 4)
  expect(await configuredKeys({ ...config, encryptionKey })).toEqual([encryptionKey, ...previousEncryptionKeys])
})

test('a damaged file is refused and left unchanged', async () => {
  await ensureEncryptionKeys(dataDir)
  const file = path.join(dataDir, 'encryption-key')
  await writeFile(file, 'damaged')
  await expect(ensureEncryptionKeys(dataDir)).rejects.toThrow(
    `${file} does not hold an encryption key: restore it from a backup, or remove DATA_DIR.`,
  )
  expect(await readFile(file, 'utf8')).toBe('damaged')
})
