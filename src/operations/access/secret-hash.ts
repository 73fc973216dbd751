import { createHash } from 'node:crypto'

/** SHA-256, hex: secrets are long and random (or a sandbox's), so that no slow hash is needed. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}
