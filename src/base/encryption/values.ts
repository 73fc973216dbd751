import { type CipherKey, createHmac } from 'node:crypto'
import { decryptBytes, encryptBytes } from './aes-gcm.ts'
import { type DataKey, KEY_ID_BYTES, type MasterKey, secretKeyOf } from './keys.ts'

/**
 * The columns that contain encrypted values, each with the use whose key encrypted it before data keys existed; null
 * for newer columns. `encryption rotate` rewrites exactly these: a test compares them with the schema.
 */
export const encryptedColumns = {
  'consumers.encrypted_personal': 'personal',
  'instruments.encrypted_token': 'token',
  'agreements.encrypted_client_ip': 'personal',
  'provider_requests.encrypted_request': 'request',
  'provider_events.encrypted_body': 'webhook',
  'provider_accounts.encrypted_credentials': null,
  'webhook_endpoints.encrypted_secrets': null,
} as const satisfies Record<`${string}.${string}`, string | null>

export type EncryptedColumn = keyof typeof encryptedColumns

/** Where a value is stored. If its bytes are copied to another place, they cannot be decrypted there. */
export interface Place {
  readonly column: EncryptedColumn
  /** The row's id. */
  readonly id: string
}

/** Format 1: encrypted by a key derived from the master key, and bound to no place. It is only read. */
const FORMAT_1 = 1
/** Format 2: this byte, the id of the data key, then the encrypted value. */
const FORMAT_2 = 2
const KEY_ID_END = 1 + KEY_ID_BYTES

/** The key id in a value that belongs to no consumer: the installation's own key. */
export const SYSTEM_KEY_ID = Buffer.alloc(KEY_ID_BYTES)

export function isFormat1(encrypted: Uint8Array): boolean {
  return encrypted[0] === FORMAT_1
}

/** The id of the data key that encrypted a value of format 2. */
export function keyIdIn(encrypted: Uint8Array): Buffer {
  if (encrypted[0] !== FORMAT_2) throw new Error(`unknown encryption format ${encrypted[0]}: expected ${FORMAT_2}`)
  return Buffer.from(encrypted.subarray(1, KEY_ID_END))
}

/** True if the installation's own key encrypted it. */
export function isUnderSystemKey(encrypted: Uint8Array): boolean {
  return encrypted[0] === FORMAT_2 && keyIdIn(encrypted).equals(SYSTEM_KEY_ID)
}

export function encryptValue(key: DataKey, place: Place, text: string): Buffer {
  const bound = boundTo(place)
  return Buffer.concat([Buffer.of(FORMAT_2), key.id, encryptBytes(keyFor(key, bound), bound, Buffer.from(text))])
}

export function decryptValue(key: DataKey, place: Place, encrypted: Uint8Array): string {
  const bound = boundTo(place)
  try {
    return decryptBytes(keyFor(key, bound), bound, encrypted.subarray(KEY_ID_END)).toString('utf8')
  } catch (cause) {
    throw new Error(`${describe(place)} cannot be decrypted: its bytes were changed, or were copied from another row`, {
      cause,
    })
  }
}

export function decryptFormat1(masters: readonly MasterKey[], place: Place, encrypted: Uint8Array): string {
  const use: string | null = encryptedColumns[place.column]
  if (use === null)
    throw new Error(
      `${describe(place)} is in format 1, but its column is newer than that format: it was not written by the gateway`,
    )
  for (const master of masters) {
    try {
      return decryptBytes(master.derive(use), '', encrypted.subarray(1)).toString('utf8')
    } catch {
      // Format 1 does not name its key: each is tried.
    }
  }
  throw new Error(
    `${describe(place)} cannot be decrypted with a configured master key: add its key to ENCRYPTION_KEY_PREVIOUS`,
  )
}

export function describe({ column, id }: Place): string {
  return `${column} of ${id}`
}

function boundTo({ column, id }: Place): string {
  return `${column}/${id}`
}

// The installation's key encrypts every notification when it arrives, and random nonces are safe only for some billions
// of values. So each value has its own key, derived from it. A consumer's key encrypts far fewer values.
function keyFor({ id, bytes }: DataKey, bound: string): CipherKey {
  const key = secretKeyOf(bytes)
  return id.equals(SYSTEM_KEY_ID) ? createHmac('sha256', key).update(`perennial/value/${bound}`).digest() : key
}
