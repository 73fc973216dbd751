import { createHmac } from 'node:crypto'
import { secretKeyOf } from '../base/encryption/keys.ts'

/** The name of something in Redis. */
export type Names = (kind: string, ...parts: readonly string[]) => string

const HASH_LENGTH = 22

/**
 * Names that contain ids and addresses only as keyed hashes: who reads Redis learns neither, and installations that
 * share a Redis do not meet. @param secret The same for all processes of one installation.
 */
export function createNames(secret: Uint8Array): Names {
  return (kind, ...parts) => {
    const hash = createHmac('sha256', secretKeyOf(secret))
      .update(JSON.stringify([kind, ...parts]))
      .digest('base64url')
    return `perennial:${kind}:${hash.slice(0, HASH_LENGTH)}`
  }
}
