import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { ShaType } from '../account.ts'

/** Parameters as they are sent: values are text or, in JSON, also numbers, objects and lists. */
export type Parameters = Readonly<Record<string, unknown>>

type SigningKey = { readonly phrase: string; readonly shaType: ShaType }

/**
 * In a tokenization request, card data is not signed. In every other message everything but the signature is signed.
 */
const UNSIGNED_IN_TOKENIZATION: readonly string[] = [
  'card_number',
  'expiry_date',
  'card_security_code',
  'card_holder_name',
  'remember_me',
]

/**
 * The lower-case hex digest of `phrase + name=value… + phrase`: names in byte order, no separator between pairs. Values
 * are signed unchanged, including empty ones. The parameter `signature` is not signed.
 */
export function apsSignature(parameters: Parameters, { phrase, shaType }: SigningKey): string {
  const pairs = Object.entries(parameters)
    .filter(([name]) => name !== 'signature')
    .sort(([one], [other]) => Buffer.compare(Buffer.from(one), Buffer.from(other)))
    .map(([name, value]) => `${name}=${signedText(value)}`)
  return digest(`${phrase}${pairs.join('')}${phrase}`, { phrase, shaType })
}

/** The part of a request that its signature covers. A request that makes a token leaves its card data out. */
export function signedRequest(parameters: Parameters): Parameters {
  if (parameters['service_command'] !== 'TOKENIZATION') return parameters
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => !UNSIGNED_IN_TOKENIZATION.includes(name)))
}

/** Accepts upper-case and lower-case hex. Compares in constant time. */
export function isSignature(given: unknown, expected: string): boolean {
  if (typeof given !== 'string') return false
  const [one, other] = [Buffer.from(given.toLowerCase()), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/** Members of objects keep the order in which they were sent. */
function signedText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return `[${value.map(signedText).join(', ')}]`
  if (typeof value !== 'object') return String(value)
  return `{${Object.entries(value)
    .map(([name, inner]) => `${name}=${signedText(inner)}`)
    .join(', ')}}`
}

function digest(text: string, { phrase, shaType }: SigningKey): string {
  switch (shaType) {
    case 'SHA-256':
      return createHash('sha256').update(text, 'utf8').digest('hex')
    case 'SHA-512':
      return createHash('sha512').update(text, 'utf8').digest('hex')
    case 'HMAC-256':
      return createHmac('sha256', phrase).update(text, 'utf8').digest('hex')
    case 'HMAC-512':
      return createHmac('sha512', phrase).update(text, 'utf8').digest('hex')
  }
}
