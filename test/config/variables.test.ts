import { describe, expect, test } from 'vitest'
import { config, hexKey, ppro, problems } from './support/variables.ts'

describe('ENCRYPTION_KEY', () => {
  test.each([
    ['hexadecimal', hexKey],
    ['hexadecimal in capitals', hexKey.toUpperCase()],
    ['base64', Buffer.from(hexKey, 'hex').toString('base64')],
    ['base64url', Buffer.from(hexKey, 'hex').toString('base64url')],
  ])('is read as %s', (_, key) => {
    expect(config({ ENCRYPTION_KEY: key }).encryptionKey).toEqual(Buffer.from(hexKey, 'hex'))
  })

  test.each([
    ['31 bytes of hexadecimal', hexKey.slice(2)],
    ['33 bytes of base64', Buffer.alloc(33).toString('base64')],
    ['a sentence', 'correct horse battery staple, thirty-two'],
  ])('is not %s', (_, key) => {
    expect(problems({ ENCRYPTION_KEY: key })).toEqual([
      'ENCRYPTION_KEY must be 32 bytes as 64 hexadecimal digits or as base64',
    ])
  })
})

test.each([
  ['PORT', '0', 'must be a whole number from 1 to 65535'],
  ['PORT', '65536', 'must be a whole number from 1 to 65535'],
  ['PORT', '1e3', 'must be a whole number from 1 to 65535'],
  ['SANDBOX_PORT', 'http', 'must be a whole number from 1 to 65535'],
  ['ABSENCE_SECONDS', '0', 'must be a whole number from 1 to 86400'],
  ['ABSENCE_SECONDS', '-5', 'must be a whole number from 1 to 86400'],
  ['HOST', 'http://localhost', 'must be a host name or an IP address'],
  ['PUBLIC_URL', 'localhost:4000', 'must be an http or https URL without query, fragment and credentials'],
  ['PUBLIC_URL', 'https://pay.test/?a=1', 'must be an http or https URL without query, fragment and credentials'],
  ['PUBLIC_URL', 'https://me:pw@pay.test', 'must be an http or https URL without query, fragment and credentials'],
  ['DATABASE_URL', 'mysql://localhost/x', 'must be a URL that begins with postgresql:// and names a host'],
  ['DATABASE_URL', 'localhost/x', 'must be a URL that begins with postgresql:// and names a host'],
  [
    'REDIS_URL',
    'http://localhost:6379',
    'must be a URL such as rediss://user:password@host:6379/0, or begin with redis:// without TLS',
  ],
  [
    'REDIS_URL',
    'redis:///0',
    'must be a URL such as rediss://user:password@host:6379/0, or begin with redis:// without TLS',
  ],
  [
    'REDIS_URL',
    'localhost:6379',
    'must be a URL such as rediss://user:password@host:6379/0, or begin with redis:// without TLS',
  ],
  [
    'REDIS_URL',
    'redis://localhost/one',
    'must be a URL such as rediss://user:password@host:6379/0, or begin with redis:// without TLS',
  ],
  [
    'REDIS_URL',
    'redis://:%@localhost',
    'must be a URL such as rediss://user:password@host:6379/0, or begin with redis:// without TLS',
  ],
  [
    'TRUSTED_PROXIES',
    '10.0.0.0/8,localhost,10.0.0.0/33',
    'must be IP addresses and ranges such as 10.0.0.0/8, separated by commas: see entries 2, 3 of 3',
  ],
  [
    'TRUSTED_PROXIES',
    'fe80::1%eth0',
    'must be IP addresses and ranges such as 10.0.0.0/8, separated by commas: see entry 1 of 1',
  ],
  ['SANDBOX', 'yes', 'must be on or off'],
  ['SANDBOX_API_KEY', 'pk_1', 'must be sk_ and then letters, digits, _ or -'],
  ['ROLE', 'web', 'must be api, worker or all'],
  ['DRAIN_SECONDS', '601', 'must be a whole number from 0 to 600'],
  ['LOG_LEVEL', 'loud', 'must be trace, debug, info, warn, error, fatal or silent'],
])('%s=%s is refused', (name, value, message) => {
  expect(problems({ [name]: value })).toEqual([`${name} ${message}`])
})

test('the base address of PPRO is without /v1, the credentials fit into a header', () => {
  expect(problems({ ...ppro, PPRO_BASE_URL: 'https://api.example.test/v1', PPRO_API_KEY: 'a b' })).toEqual([
    'PPRO_BASE_URL must not end in /v1, which is added',
    'PPRO_API_KEY must be printable ASCII without spaces',
  ])
})

test('the gateway and the simulators cannot share a port', () => {
  expect(problems({ PORT: '4010' })).toEqual(['SANDBOX_PORT must differ from PORT'])
  expect(problems({ PORT: '4010', SANDBOX: 'off' })).toEqual([])
})
