import { isFormat1, isUnderSystemKey } from '../../base/encryption/values.ts'
import type { KeyHolder, Vault } from '../../base/encryption.ts'

interface StoredBody {
  readonly id: string
  readonly encryptedBody: Uint8Array
}

const placeOf = (id: string) => ({ column: 'provider_events.encrypted_body', id }) as const

/** A notification's body as it is first stored, before its consumer is known. */
export function encryptBody(vault: Vault, id: string, body: Uint8Array): Buffer {
  return vault.encrypt(placeOf(id), null, Buffer.from(body).toString('utf8'))
}

/** @param holder The notification's consumer; null while none is known. */
export function openBody(vault: Vault, holder: KeyHolder | null, { id, encryptedBody }: StoredBody): string {
  return vault.decrypt(placeOf(id), holder, encryptedBody)
}

/**
 * The body, encrypted with its consumer's data key once the consumer is known. Undefined if it is already encrypted so,
 * or if the consumer has no data key.
 */
export function bodyOfConsumer(vault: Vault, holder: KeyHolder, body: StoredBody): Buffer | undefined {
  const { id, encryptedBody } = body
  const isOwn = !isUnderSystemKey(encryptedBody) && !isFormat1(encryptedBody)
  if (isOwn || holder.dataKey === null) return undefined
  return vault.encrypt(placeOf(id), holder, openBody(vault, holder, body))
}
