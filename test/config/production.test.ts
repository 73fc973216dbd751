import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkStart } from '../../src/config/check-start.ts'
import { aps, config, ppro, problems, production } from './support/variables.ts'

const secrets = {
  PPRO_WEBHOOK_SECRET: 'whsec_7Hq2mZ',
  APS_SHA_REQUEST_PHRASE: '$2y$10$mJ9x4Q',
  APS_SHA_RESPONSE_PHRASE: '$2y$10$Lw0c8R',
}
const complete = { ...production, ...ppro, ...aps, ...secrets, PPRO_MODE: 'live', APS_MODE: 'live' }

const short = 'must have at least 12 characters in production: a shorter one can be guessed'
const blank = 'must not be blank: anybody could sign notifications with it'
const known = "must not be the sandbox's, which is public"
const plain = 'must be https in production: credentials and consumers are sent over it'
const guessed = 'must be 32 random bytes, e.g. from "openssl rand -base64 32": this key can be guessed'

/** Each alone, in an otherwise complete configuration. Undefined: the variable is missing. */
const cases: readonly (readonly [name: string, value: string | undefined, message: string])[] = [
  ['SANDBOX', 'on', 'must be off in production: its simulators move no money, and anybody can use them'],
  ['SANDBOX_API_KEY', 'sk_test_mine', 'is refused outside sandbox mode (SANDBOX is off)'],
  ['ENCRYPTION_KEY', undefined, 'is required in production: 32 bytes as base64 or hexadecimal'],
  ['ENCRYPTION_KEY', '0'.repeat(64), guessed],
  ['ENCRYPTION_KEY', 'ab'.repeat(32), guessed],
  ['ENCRYPTION_KEY', Buffer.from('correct horse battery staple 123').toString('base64'), guessed],
  ['ENCRYPTION_KEY', Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString('hex'), guessed],
  ['PUBLIC_URL', undefined, 'is required in production: the https address at which providers and browsers reach it'],
  ['PUBLIC_URL', 'http://pay.example.test', 'must be https in production: consumers and notifications are sent to it'],
  ['PPRO_BASE_URL', 'http://api.example.test', plain],
  ['PPRO_BASE_URL', 'http://10.0.0.7', plain],
  ['APS_API_URL', 'http://api.example.test/FortAPI/paymentApi', plain],
  ['APS_PAGE_URL', 'http://page.example.test/FortAPI/paymentPage', plain],
  ['PPRO_WEBHOOK_SECRET', ' ', blank],
  ['PPRO_WEBHOOK_SECRET', 'eleven char', short],
  ['PPRO_WEBHOOK_SECRET', 'ppro-sandbox-webhook-secret', known],
  ['PPRO_API_KEY', 'key_sandbox_perennial', known],
  ['APS_ACCESS_CODE', 'perennialaccess00001', known],
  ['APS_SHA_REQUEST_PHRASE', '            ', blank],
  ['APS_SHA_REQUEST_PHRASE', 'aps-sandbox-request-phrase', known],
  ['APS_SHA_RESPONSE_PHRASE', 'PASS', short],
  ['APS_SHA_RESPONSE_PHRASE', 'aps-sandbox-response-phrase', known],
]

test('a complete production profile starts, and without NODE_ENV none of its rules apply', () => {
  expect(problems(complete)).toEqual([])
  expect(config(complete).production).toBe(true)
  for (const [name, value, message] of cases)
    if (name !== 'SANDBOX_API_KEY')
      expect(problems({ ...complete, NODE_ENV: undefined, [name]: value }), message).toEqual([])
})

test.each(cases)('production refuses %s=%s', (name, value, message) => {
  expect(problems({ ...complete, [name]: value })).toEqual([`${name} ${message}`])
})

test('all at once, each by its name, none by its value', () => {
  const values = {
    SANDBOX: 'on',
    SANDBOX_API_KEY: 'sk_test_canary',
    ENCRYPTION_KEY: '0'.repeat(64),
    PUBLIC_URL: 'http://canary.example.test',
    PPRO_BASE_URL: 'http://canary.example.test',
    APS_API_URL: 'http://canary.example.test/a',
    APS_PAGE_URL: 'http://canary.example.test/b',
    PPRO_WEBHOOK_SECRET: 'canary',
    APS_SHA_REQUEST_PHRASE: 'canary',
    APS_SHA_RESPONSE_PHRASE: 'canary',
  }
  const found = problems({ ...complete, ...values })
  expect(found.map(problem => problem.split(' ', 1)[0]).sort()).toEqual(Object.keys(values).sort())
  expect(found.join('\n')).not.toMatch(/canary|0{8}/)
})

test('a provider on the same machine may be reached without TLS', () => {
  for (const host of ['localhost:8080', '127.0.0.1', '127.8.9.10', '[::1]:8080'])
    expect(problems({ ...complete, PPRO_BASE_URL: `http://${host}` })).toEqual([])
})

test.each([
  ['0755', 0o755, true],
  ['0750', 0o750, false],
  ['0711', 0o711, false],
  ['0700', 0o700, false],
  ['0702', 0o702, true],
])('a DATA_DIR of mode %s', async (_what, mode, refused) => {
  const folder = await mkdtemp(join(tmpdir(), 'perennial-data-dir-'))
  try {
    await chmod(folder, mode)
    const message = 'must not be readable or writable by other users in production: run "chmod -R o-rw" on it'
    const started = await checkStart({ ...complete, DATA_DIR: folder, PUBLIC_URL: undefined })
    const names = started.ok ? [] : started.problems.map(({ name }) => name)
    expect(names).toEqual(['PUBLIC_URL', ...(refused ? ['DATA_DIR'] : [])])
    const alone = await checkStart({ ...complete, DATA_DIR: folder })
    expect(alone.ok ? [] : alone.problems).toEqual(refused ? [{ name: 'DATA_DIR', message }] : [])
    expect((await checkStart({ ...complete, NODE_ENV: undefined, DATA_DIR: folder })).ok).toBe(true)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('a DATA_DIR that does not exist is no problem', async () => {
  expect((await checkStart({ ...complete, DATA_DIR: join(tmpdir(), 'perennial-no-such-folder') })).ok).toBe(true)
})
