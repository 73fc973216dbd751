import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { isRecord } from '../../base/text/json.ts'
import type { ShaType } from './config.ts'

interface SigningKey {
  readonly shaType: ShaType
  readonly phrase: string
}

/** Parameters by name. Members of nested objects are signed in the order given. */
export type Parameters = Readonly<Record<string, unknown>>

/** Fields of a TOKENIZATION form that the consumer enters; they are not signed. */
const TYPED_BY_CONSUMER: ReadonlySet<string> = new Set([
  'card_number',
  'expiry_date',
  'card_security_code',
  'card_holder_name',
  'remember_me',
])

const digests: Readonly<Record<ShaType, { readonly hash: 'sha256' | 'sha512'; readonly keyed: boolean }>> = {
  'SHA-256': { hash: 'sha256', keyed: false },
  'SHA-512': { hash: 'sha512', keyed: false },
  'HMAC-256': { hash: 'sha256', keyed: true },
  'HMAC-512': { hash: 'sha512', keyed: true },
}

/**
 * The signature over parameters, lower-case hex: every `name=value` in the byte order of the names, with nothing
 * between them and the phrase at both ends. `signature` itself is left out.
 */
export function sign(parameters: Parameters, key: SigningKey): string {
  return digest(parameters, key).toString('hex')
}

/**
 * The signature over a TOKENIZATION form, without the fields that the consumer enters. APS's response is signed
 * completely.
 */
export function signTokenization(parameters: Parameters, key: SigningKey): string {
  const signed = Object.entries(parameters).filter(([name]) => !TYPED_BY_CONSUMER.has(name))
  return sign(Object.fromEntries(signed), key)
}

export type Verification = { readonly genuine: true } | { readonly genuine: false; readonly reason: string }

/**
 * Whether these parameters, exactly as received (still HTML-escaped, an empty one as `name=`), have a valid signature
 * with that phrase. Upper-case and lower-case hex are accepted. The signature does not protect the boundaries between
 * parameters: always check shapeProblem too.
 */
export function verify(parameters: Parameters, key: SigningKey): Verification {
  const { signature } = parameters
  if (signature === undefined || signature === null || signature === '') return forged('no signature')
  const expected = digest(parameters, key)
  if (typeof signature !== 'string' || !/^[0-9a-f]+$/i.test(signature) || signature.length !== expected.length * 2)
    return forged('signature is malformed')
  if (!timingSafeEqual(Buffer.from(signature, 'hex'), expected)) return forged('signature does not match')
  return { genuine: true }
}

function forged(reason: string): Verification {
  return { genuine: false, reason }
}

function digest(parameters: Parameters, { shaType, phrase }: SigningKey): Buffer {
  const { hash, keyed } = digests[shaType]
  const pairs = namesOf(parameters).map(name => `${name}=${textOfValue(parameters[name])}`)
  const text = `${phrase}${pairs.join('')}${phrase}`
  // The HMAC is over the same text, including both phrases, as in APS's own plug-ins. APS publishes no test vector.
  return (keyed ? createHmac(hash, phrase) : createHash(hash)).update(text, 'utf8').digest()
}

/** Names in the order of the signature: sorted by their bytes. */
export function namesOf(parameters: Parameters): readonly string[] {
  return Object.keys(parameters)
    .filter(name => name !== 'signature')
    .sort(byBytes)
}

function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}

/** Deeper than any message from APS; a deeper one has no valid signature. */
const MAX_DEPTH = 16

/** A value as text, in the form that is signed. */
export function textOfValue(value: unknown, depth = 0): string {
  if (depth > MAX_DEPTH) return '…'
  if (Array.isArray(value)) return `[${value.map(item => textOfValue(item, depth + 1)).join(', ')}]`
  if (isRecord(value)) {
    const members = Object.entries(value).map(([name, member]) => `${name}=${textOfValue(member, depth + 1)}`)
    return `{${members.join(', ')}}`
  }
  return value === null || value === undefined ? '' : String(value)
}
