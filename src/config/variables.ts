import { z } from 'zod'
import { isAddressRange } from '../base/text/ip-address.ts'
import type { AccountMode } from './config.ts'

/** Loopback, link-local and private addresses: a connection from there comes from a proxy in front of the gateway. */
const OWN_NETWORK = [
  ...['127.0.0.0/8', '169.254.0.0/16', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
  ...['::1/128', 'fe80::/10', 'fc00::/7'],
]

/** In the documentation, so that the sandbox works at once. */
export const PUBLIC_SANDBOX_KEY = 'sk_test_sandbox'

const postgresProtocols = ['postgres:', 'postgresql:']
const redisProtocols = ['redis:', 'rediss:']

/** Decimal digits only: Number() would also take '', ' 1', '1e3' and '0x10'. */
function wholeNumber(least: number, most: number) {
  const message = `must be a whole number from ${least} to ${most}`
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine(number => number >= least && number <= most, message)
}

function isUrl(text: string, protocols: readonly string[]): boolean {
  const url = URL.parse(text)
  return url !== null && protocols.includes(url.protocol) && url.hostname !== ''
}

/** True if the name and the password in a URL can be decoded. */
function isDecodable({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password)
    return true
  } catch {
    return false
  }
}

/** With the number of a database as its path, or none. */
function isRedisUrl(text: string): boolean {
  const url = isUrl(text, redisProtocols) ? URL.parse(text) : null
  return url !== null && /^(\/\d{0,5})?$/.test(url.pathname) && !/[?#]/.test(text) && isDecodable(url)
}

/**
 * An http(s) address to which paths are added: without query, fragment or credentials; a slash at the end is dropped.
 */
const baseUrl = z
  .string()
  .refine(
    text => isUrl(text, ['http:', 'https:']) && !/[?#]/.test(text) && URL.parse(text)?.username === '',
    'must be an http or https URL without query, fragment and credentials',
  )
  .transform(text => text.replace(/\/+$/, ''))

/** An address that is used as it is, whole. */
const endpoint = z
  .string()
  .refine(
    text => isUrl(text, ['http:', 'https:']) && !/[?#]/.test(text) && URL.parse(text)?.username === '',
    'must be the whole http or https URL of the endpoint, without query, fragment and credentials',
  )

const credential = z.string().regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces')

const postgresUrl = z
  .string()
  .refine(text => isUrl(text, postgresProtocols), 'must be a URL that begins with postgresql:// and names a host')

const onOrOff = z.enum(['on', 'off'], { error: 'must be on or off' })

const samplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const

const accountMode = z
  .enum(['test', 'live'], { error: 'must be test or live' })
  .transform((mode): AccountMode => (mode === 'live' ? 'LIVE' : 'TEST'))

/** Addresses and ranges, separated by commas. */
const addressRanges = z
  .string()
  .transform(text => text.split(',').map(range => range.trim()))
  .superRefine((ranges, context) => {
    const wrong = ranges.flatMap((range, index) => (isAddressRange(range) ? [] : [index + 1]))
    if (wrong.length === 0) return
    const which = `entr${wrong.length > 1 ? 'ies' : 'y'} ${wrong.join(', ')} of ${ranges.length}`
    const message = `must be IP addresses and ranges such as 10.0.0.0/8, separated by commas: see ${which}`
    context.addIssue({ code: 'custom', message })
  })

/**
 * What each variable may hold, with its default; combinations.ts checks them together. A message never holds a value,
 * because it may be a secret. A variable that is not listed here is not read.
 */
export const variables = z.object({
  PORT: wholeNumber(1, 65_535).default(4000),
  HOST: z
    .string()
    .regex(/^[\w.:%-]+$/, 'must be a host name or an IP address')
    .default('127.0.0.1'),
  PUBLIC_URL: baseUrl.optional(),
  TRUSTED_PROXIES: addressRanges.default(OWN_NETWORK),
  DATABASE_URL: postgresUrl.optional(),
  REDIS_URL: z
    .string()
    .refine(isRedisUrl, 'must be a URL such as rediss://user:password@host:6379/0, or begin with redis:// without TLS')
    .optional(),
  DATABASE_READ_URL: postgresUrl.optional(),
  DATA_DIR: z.string().default('.data'),
  NODE_ENV: z.string().optional(),
  INTROSPECTION: onOrOff.optional(),
  GRAPHIQL: onOrOff.optional(),
  CONSOLE: onOrOff.default('on'),
  TRUSTED_DOCUMENTS: z.string().optional(),
  MERCHANT_SHARE: wholeNumber(1, 100).default(50),
  OPERATIONS_PER_SECOND: wholeNumber(1, 1_000_000).default(2_000),
  VALUES_PER_SECOND: wholeNumber(1, 100_000_000).default(500_000),
  SANDBOX: onOrOff.optional(),
  SANDBOX_PORT: wholeNumber(1, 65_535).default(4010),
  SANDBOX_PUBLIC_URL: baseUrl.optional(),
  SANDBOX_API_KEY: z
    .string()
    .regex(/^sk_[A-Za-z0-9_-]+$/, 'must be sk_ and then letters, digits, _ or -')
    .default(PUBLIC_SANDBOX_KEY),
  PPRO_BASE_URL: baseUrl.refine(text => !/\/v1$/.test(text), 'must not end in /v1, which is added').optional(),
  PPRO_API_KEY: credential.optional(),
  PPRO_MERCHANT_ID: credential.optional(),
  PPRO_WEBHOOK_SECRET: z.string().optional(),
  PPRO_WEBHOOK_SECRET_PREVIOUS: z.string().optional(),
  PPRO_MODE: accountMode.optional(),
  APS_API_URL: endpoint.optional(),
  APS_PAGE_URL: endpoint.optional(),
  APS_ACCESS_CODE: z.string().optional(),
  APS_MERCHANT_IDENTIFIER: z.string().optional(),
  APS_SHA_REQUEST_PHRASE: z.string().optional(),
  APS_SHA_RESPONSE_PHRASE: z.string().optional(),
  APS_SHA_RESPONSE_PHRASE_PREVIOUS: z.string().optional(),
  APS_SHA_TYPE: z
    .enum(['SHA-256', 'SHA-512', 'HMAC-256', 'HMAC-512'], {
      error: 'must be SHA-256, SHA-512, HMAC-256 or HMAC-512',
    })
    .default('SHA-256'),
  APS_MODE: accountMode.optional(),
  ABSENCE_SECONDS: wholeNumber(1, 86_400).optional(),
  ENCRYPTION_KEY: z
    .string()
    .transform(decodeKey)
    .refine(key => key !== undefined, 'must be 32 bytes as 64 hexadecimal digits or as base64')
    .optional(),
  ENCRYPTION_KEY_PREVIOUS: z
    .string()
    .transform(text => text.split(',').map(key => decodeKey(key.trim())))
    .refine(keys => !keys.includes(undefined), 'must be keys of 32 bytes as in ENCRYPTION_KEY, separated by commas')
    .transform(keys => keys.filter(key => key !== undefined))
    .default([]),
  ROLE: z.enum(['api', 'worker', 'all'], { error: 'must be api, worker or all' }).default('all'),
  DRAIN_SECONDS: wholeNumber(0, 600).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: baseUrl.optional(),
  OTEL_SERVICE_NAME: z.string().default('perennial'),
  OTEL_TRACES_SAMPLER: z.enum(samplers, { error: `must be ${samplers.join(', ')}` }).default('parentbased_always_on'),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .regex(/^(0(\.\d{1,9})?|1(\.0+)?)$/, 'must be a number from 0 to 1')
    .transform(Number)
    .default(1),
  OTEL_SDK_DISABLED: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .transform(text => text === 'true')
    .default(false),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'must be trace, debug, info, warn, error, fatal or silent',
    })
    .default('info'),
})

export type Variables = z.output<typeof variables>

/** The 32 bytes of a master key written in hexadecimal or base64 (either alphabet, padded or not). */
export function decodeKey(text: string): Uint8Array | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex')
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return undefined
  const bytes = Buffer.from(text, 'base64') // takes both alphabets
  return bytes.length === 32 ? bytes : undefined
}
