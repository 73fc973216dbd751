import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { StartupError } from '../base/log/startup-error.ts'
import type { Config } from './config.ts'
import { decodeKey } from './variables.ts'

/** The master keys: the current one first, then the previous ones. */
export async function configuredKeys(
  config: Pick<Config, 'encryptionKey' | 'previousEncryptionKeys' | 'dataDir'>,
): Promise<readonly Uint8Array[]> {
  const { encryptionKey, previousEncryptionKeys, dataDir } = config
  const current = encryptionKey ? [encryptionKey] : await ensureEncryptionKeys(dataDir)
  return [...current, ...previousEncryptionKeys]
}

/**
 * The master keys in `dataDir/encryption-key`, one per line, the current one first. The file is generated at the first
 * start. If it is lost, the encrypted data is lost.
 *
 * Two processes can start at the same time: the file appears complete or not at all, and both get the same key.
 *
 * @returns 32 bytes each.
 * @throws StartupError if the file contains something else. It is never replaced.
 */
export async function ensureEncryptionKeys(dataDir: string): Promise<readonly Uint8Array[]> {
  const file = path.join(dataDir, 'encryption-key')
  const text = await ensureSecretFile(file, () => randomBytes(32).toString('base64'))
  const keys = text.split(/\s*\n\s*/).map(decodeKey)
  const readable = keys.filter(key => key !== undefined)
  if (readable.length === keys.length) return readable
  throw new StartupError(`${file} does not hold an encryption key: restore it from a backup, or remove DATA_DIR.`)
}

/**
 * A secret in a file of mode 0600. If there is no file, `make` makes the secret.
 *
 * @returns The trimmed content of the file.
 */
export async function ensureSecretFile(file: string, make: () => string): Promise<string> {
  const existing = await readSecret(file)
  if (existing !== undefined) return existing
  await mkdir(path.dirname(file), { recursive: true })
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  try {
    const handle = await open(draft, 'wx', 0o600)
    await handle.writeFile(`${make()}\n`)
    await handle.sync()
    await handle.close()
    // Unlike a rename, a link fails if another process was faster; then its secret is used.
    await link(draft, file).catch(error => {
      if (error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(draft, { force: true })
  }
  return (await readSecret(file)) ?? ''
}

async function readSecret(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(error => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  return text?.trim()
}
