import { simulatedAps, simulatedPpro } from './providers.ts'
import { decodeKey } from './variables.ts'

type Given = Readonly<Record<string, string | undefined>>
type Problem = readonly [name: string, message: string]

/** A length that nobody chooses for fun, and that a computer cannot guess: about 70 bits if the secret is random. */
const SECRET_MIN_LENGTH = 12
const SECRETS = /^(PPRO_WEBHOOK_SECRET|APS_SHA_REQUEST_PHRASE|APS_SHA_RESPONSE_PHRASE)(_[A-Z0-9_]+)?$/
const CREDENTIALS = /^(PPRO_API_KEY|APS_ACCESS_CODE)(_[A-Z0-9_]+)?$/
const sandboxSecrets: ReadonlySet<string | undefined> = new Set([
  simulatedPpro.webhookSecret,
  simulatedPpro.apiKey,
  simulatedAps.accessCode,
  simulatedAps.shaRequestPhrase,
  simulatedAps.shaResponsePhrase,
])
const LOOPBACK = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/

/** What NODE_ENV=production refuses, by the variable's name. A message never holds a value. */
export function productionProblems(given: Given, isSandbox: boolean): readonly Problem[] {
  if (given['NODE_ENV'] !== 'production') return []
  return [
    ...sandboxProblems(given, isSandbox),
    ...keyProblems(given['ENCRYPTION_KEY']),
    ...publicUrlProblems(given['PUBLIC_URL']),
    ...['PPRO_BASE_URL', 'APS_API_URL', 'APS_PAGE_URL'].filter(name => isPlainHttp(given[name])).map(overTls),
    ...Object.entries(given).flatMap(([name, value]) => secretProblems(name, value ?? '')),
  ]
}

function sandboxProblems(given: Given, isSandbox: boolean): Problem[] {
  if (!isSandbox) return []
  const problems: Problem[] = [
    ['SANDBOX', 'must be off in production: its simulators move no money, and anybody can use them'],
  ]
  if (given['SANDBOX_API_KEY'] !== undefined) problems.push(['SANDBOX_API_KEY', 'must not be set in production'])
  return problems
}

function keyProblems(text: string | undefined): Problem[] {
  if (text === undefined) return [['ENCRYPTION_KEY', 'is required in production: 32 bytes as base64 or hexadecimal']]
  const key = decodeKey(text) // one that is malformed is reported already
  return key && isGuessable(key)
    ? [['ENCRYPTION_KEY', 'must be 32 random bytes, e.g. from "openssl rand -base64 32": this key can be guessed']]
    : []
}

/**
 * 32 random bytes have about 30 different values. Fewer than 16, a series or a text occur in less than one of 2^30
 * random keys.
 */
const DIFFERENT_BYTES_MIN = 16

/** True for a key that is not random: all zeros, a pattern, a series or a text. */
export function isGuessable(key: Uint8Array): boolean {
  const steps = new Set(key.subarray(1).map((byte, index) => byte - (key[index] ?? 0)))
  const isText = key.every(byte => byte >= 0x20 && byte < 0x7f)
  return new Set(key).size < DIFFERENT_BYTES_MIN || steps.size === 1 || isText
}

function publicUrlProblems(publicUrl: string | undefined): Problem[] {
  if (publicUrl === undefined)
    return [['PUBLIC_URL', 'is required in production: the https address at which providers and browsers reach it']]
  if (URL.parse(publicUrl)?.protocol !== 'http:') return []
  return [['PUBLIC_URL', 'must be https in production: consumers and notifications are sent to it']]
}

/** Traffic on the same machine cannot be read from outside. */
function isPlainHttp(address: string | undefined): boolean {
  const url = URL.parse(address ?? '')
  return url?.protocol === 'http:' && !LOOPBACK.test(url.hostname)
}

function overTls(name: string): Problem {
  return [name, 'must be https in production: credentials and consumers are sent over it']
}

function secretProblems(name: string, value: string): Problem[] {
  const isSecret = SECRETS.test(name)
  if (!isSecret && !CREDENTIALS.test(name)) return []
  if (sandboxSecrets.has(value)) return [[name, "must not be the sandbox's, which is public"]]
  if (!isSecret) return []
  if (value.trim() === '') return [[name, 'must not be blank: anybody could sign notifications with it']]
  return [...value].length < SECRET_MIN_LENGTH
    ? [[name, `must have at least ${SECRET_MIN_LENGTH} characters in production: a shorter one can be guessed`]]
    : []
}
