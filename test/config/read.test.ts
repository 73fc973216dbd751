import { describe, expect, test } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { readConfig } from '../../src/config/read.ts'

const hexKey = '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff'
const ppro = {
  PPRO_BASE_URL: 'https://api.example.test/eu',
  PPRO_API_KEY: 'key-1',
  PPRO_MERCHANT_ID: 'merch-1',
  PPRO_WEBHOOK_SECRET: 'whsec 1',
}
const aps = {
  APS_API_URL: 'https://api.example.test/FortAPI/paymentApi',
  APS_PAGE_URL: 'https://page.example.test/FortAPI/paymentPage',
  APS_ACCESS_CODE: 'code 1',
  APS_MERCHANT_IDENTIFIER: 'merchant 1',
  APS_SHA_REQUEST_PHRASE: 'request $phrase',
  APS_SHA_RESPONSE_PHRASE: 'response $phrase',
}

function config(environment: Record<string, string | undefined>): Config {
  const result = readConfig(environment)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.config
}

function problems(environment: Record<string, string | undefined>): string[] {
  const result = readConfig(environment)
  return result.ok ? [] : result.problems.map(({ name, message }) => `${name} ${message}`)
}

test('nothing set: sandbox mode with a simulator of each provider', () => {
  expect(config({})).toEqual({
    port: 4000,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:4000',
    trustedProxies: [
      ...['127.0.0.0/8', '169.254.0.0/16', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
      ...['::1/128', 'fe80::/10', 'fc00::/7'],
    ],
    databaseUrl: undefined,
    dataDir: '.data',
    production: false,
    sandbox: {
      port: 4010,
      url: 'http://127.0.0.1:4010',
      browserUrl: 'http://localhost:4010',
      apiKey: 'sk_test_sandbox',
    },
    providers: {
      ppro: {
        baseUrl: 'http://127.0.0.1:4010/ppro',
        apiKey: 'key_sandbox_perennial',
        merchantId: 'merch_perennialsandbox0001',
        webhookSecret: 'ppro-sandbox-webhook-secret',
        simulated: true,
        mode: 'TEST',
      },
      aps: {
        apiUrl: 'http://127.0.0.1:4010/aps/FortAPI/paymentApi',
        pageUrl: 'http://localhost:4010/aps/FortAPI/paymentPage',
        accessCode: 'perennialaccess00001',
        merchantIdentifier: 'perennialsb',
        shaRequestPhrase: 'aps-sandbox-request-phrase',
        shaResponsePhrase: 'aps-sandbox-response-phrase',
        shaType: 'SHA-256',
        simulated: true,
        mode: 'TEST',
      },
    },
    absenceMs: 5_000,
    encryptionKey: undefined,
    logLevel: 'info',
  })
})

test('everything set', () => {
  const all = config({
    ...ppro,
    PPRO_MODE: 'live',
    ...aps,
    APS_SHA_TYPE: 'HMAC-512',
    APS_MODE: 'live',
    PORT: '5000',
    HOST: '::1',
    PUBLIC_URL: 'https://pay.example.test/perennial/',
    TRUSTED_PROXIES: '203.0.113.0/24, 2001:db8::7,10.0.0.1',
    DATABASE_URL: 'postgresql://me:secret@db.example.test/perennial',
    DATA_DIR: '/var/data',
    NODE_ENV: 'production',
    SANDBOX: 'on',
    SANDBOX_PORT: '5010',
    SANDBOX_PUBLIC_URL: 'https://sandbox.example.test/',
    SANDBOX_API_KEY: 'sk_test_mine',
    ABSENCE_SECONDS: '7',
    ENCRYPTION_KEY: hexKey,
    LOG_LEVEL: 'warn',
  })
  expect(all).toEqual({
    port: 5000,
    host: '::1',
    publicUrl: 'https://pay.example.test/perennial',
    trustedProxies: ['203.0.113.0/24', '2001:db8::7', '10.0.0.1'],
    databaseUrl: 'postgresql://me:secret@db.example.test/perennial',
    dataDir: '/var/data',
    production: true,
    sandbox: {
      port: 5010,
      url: 'http://127.0.0.1:5010',
      browserUrl: 'https://sandbox.example.test',
      apiKey: 'sk_test_mine',
    },
    providers: {
      ppro: {
        baseUrl: 'https://api.example.test/eu',
        apiKey: 'key-1',
        merchantId: 'merch-1',
        webhookSecret: 'whsec 1',
        simulated: false,
        mode: 'LIVE',
      },
      aps: {
        apiUrl: 'https://api.example.test/FortAPI/paymentApi',
        pageUrl: 'https://page.example.test/FortAPI/paymentPage',
        accessCode: 'code 1',
        merchantIdentifier: 'merchant 1',
        shaRequestPhrase: 'request $phrase',
        shaResponsePhrase: 'response $phrase',
        shaType: 'HMAC-512',
        simulated: false,
        mode: 'LIVE',
      },
    },
    absenceMs: 7_000,
    encryptionKey: Buffer.from(hexKey, 'hex'),
    logLevel: 'warn',
  })
})

test('an empty variable counts as one that is not set', () => {
  const empty = { PORT: '', SANDBOX: '', PPRO_API_KEY: '', DATABASE_URL: '', ENCRYPTION_KEY: '' }
  expect(config(empty)).toEqual(config({}))
})

test('the configuration is frozen, also inside', () => {
  const frozen = config({})
  const parts = [frozen, frozen.sandbox, frozen.providers, frozen.providers.ppro, frozen.providers.aps]
  expect(parts.map(part => Object.isFrozen(part))).toEqual([true, true, true, true, true])
})

test('the public address follows the port', () => {
  expect(config({ PORT: '4321' }).publicUrl).toBe('http://localhost:4321')
})

describe('sandbox mode', () => {
  const mode = (environment: Record<string, string>) => {
    const { sandbox, providers, absenceMs } = config(environment)
    return { sandbox: sandbox !== undefined, ppro: providers.ppro?.simulated, aps: providers.aps?.simulated, absenceMs }
  }

  test('is off where provider variables are set', () => {
    expect(mode(ppro)).toEqual({ sandbox: false, ppro: false, aps: undefined, absenceMs: 60_000 })
    expect(mode(aps)).toEqual({ sandbox: false, ppro: undefined, aps: false, absenceMs: 60_000 })
  })

  test('is off in production, without a provider', () => {
    const production = { NODE_ENV: 'production', ENCRYPTION_KEY: hexKey }
    expect(mode(production)).toEqual({ sandbox: false, ppro: undefined, aps: undefined, absenceMs: 60_000 })
  })

  test('on beside provider variables: the given ones win over their simulator, the other provider has its own', () => {
    expect(mode({ ...ppro, SANDBOX: 'on' })).toEqual({ sandbox: true, ppro: false, aps: true, absenceMs: 5_000 })
    expect(mode({ ...aps, SANDBOX: 'on' })).toEqual({ sandbox: true, ppro: true, aps: false, absenceMs: 5_000 })
  })

  test('on in production, where it is said outright', () => {
    const production = { NODE_ENV: 'production', ENCRYPTION_KEY: hexKey, SANDBOX: 'on' }
    expect(mode(production)).toEqual({ sandbox: true, ppro: true, aps: true, absenceMs: 5_000 })
  })

  test('off without provider variables: no provider at all', () => {
    expect(mode({ SANDBOX: 'off' })).toEqual({ sandbox: false, ppro: undefined, aps: undefined, absenceMs: 60_000 })
  })

  test('its key is refused outside of it', () => {
    expect(problems({ SANDBOX: 'off', SANDBOX_API_KEY: 'sk_test_mine' })).toEqual([
      'SANDBOX_API_KEY is refused outside sandbox mode (SANDBOX is off)',
    ])
  })
})

describe('some of a provider only', () => {
  test('each missing variable is named', () => {
    expect(problems({ PPRO_API_KEY: 'key-1', PPRO_BASE_URL: 'https://api.example.test' })).toEqual([
      'PPRO_MERCHANT_ID is missing, while PPRO_BASE_URL, PPRO_API_KEY are set',
      'PPRO_WEBHOOK_SECRET is missing, while PPRO_BASE_URL, PPRO_API_KEY are set',
    ])
  })

  test('also in sandbox mode, where the simulator could have stood in', () => {
    const { PPRO_WEBHOOK_SECRET: _, ...rest } = ppro
    expect(problems({ ...rest, SANDBOX: 'on' })).toEqual([
      'PPRO_WEBHOOK_SECRET is missing, while PPRO_BASE_URL, PPRO_API_KEY, PPRO_MERCHANT_ID are set',
    ])
  })
})

describe('APS', () => {
  test('some of its variables only: each missing one is named; the SHA type may be left out', () => {
    expect(problems({ APS_SHA_TYPE: 'SHA-512' })).toEqual(
      Object.keys(aps).map(name => `${name} is missing, while APS_SHA_TYPE is set`),
    )
    const { APS_PAGE_URL: _, ...rest } = aps
    expect(problems({ ...rest, SANDBOX: 'on' })).toEqual([
      'APS_PAGE_URL is missing, while APS_API_URL, APS_ACCESS_CODE, APS_MERCHANT_IDENTIFIER, APS_SHA_REQUEST_PHRASE, ' +
        'APS_SHA_RESPONSE_PHRASE are set',
    ])
    expect(config(aps).providers.aps?.shaType).toBe('SHA-256')
  })

  test.each([
    [
      'APS_API_URL',
      'payfort.com',
      'must be the whole http or https URL of the endpoint, without query, fragment and credentials',
    ],
    [
      'APS_PAGE_URL',
      'https://a.test/x?y',
      'must be the whole http or https URL of the endpoint, without query, fragment and credentials',
    ],
    ['APS_SHA_TYPE', 'SHA-128', 'must be SHA-256, SHA-512, HMAC-256 or HMAC-512'],
  ])('%s=%s is refused', (name, value, message) => {
    expect(problems({ ...aps, [name]: value })).toEqual([`${name} ${message}`])
  })

  const sandbox = {
    ...aps,
    APS_API_URL: 'https://sbpaymentservices.payfort.com/FortAPI/paymentApi',
    APS_PAGE_URL: 'https://sbcheckout.payfort.com/FortAPI/paymentPage',
  }
  const live = {
    ...aps,
    APS_API_URL: 'https://paymentservices.payfort.com/FortAPI/paymentApi',
    APS_PAGE_URL: 'https://checkout.payfort.com/FortAPI/paymentPage',
  }

  test.each([
    ['https://pay.example.test/perennial', []],
    [undefined, ['PUBLIC_URL must be https: APS sends browsers and notifications to no other']],
    ['http://pay.example.test', ['PUBLIC_URL must be https: APS sends browsers and notifications to no other']],
    ['https://pay.example.test/a~b', ['PUBLIC_URL must be of letters, digits and $ ! - _ / : . for APS']],
    ['https://pay.example.test/a=b', ['PUBLIC_URL must be of letters, digits and $ ! - _ / : . for APS']],
    ['https://pay.example.test/a%20b', ['PUBLIC_URL must be of letters, digits and $ ! - _ / : . for APS']],
    [`https://pay.example.test/${'a'.repeat(275)}`, []],
    [`https://pay.example.test/${'a'.repeat(276)}`, ['PUBLIC_URL must have at most 300 characters for APS']],
    ['localhost:4000', ['PUBLIC_URL must be an http or https URL without query, fragment and credentials']],
  ])('itself, sandbox or live, reached as %s', (publicUrl, expected) => {
    for (const addresses of [sandbox, live]) expect(problems({ ...addresses, PUBLIC_URL: publicUrl })).toEqual(expected)
    if (publicUrl !== 'localhost:4000') expect(problems({ ...aps, PUBLIC_URL: publicUrl })).toEqual([])
  })

  test.each(['APS_API_URL', 'APS_PAGE_URL'] as const)('itself is reached by TLS only: %s', name => {
    for (const addresses of [sandbox, live]) {
      const plain = {
        ...addresses,
        PUBLIC_URL: 'https://pay.example.test',
        [name]: addresses[name].replace('https', 'http'),
      }
      expect(problems(plain)).toEqual([`${name} must be https: credentials and consumers go to APS by it`])
    }
    expect(problems({ ...aps, [name]: 'http://127.0.0.1:4010/aps/FortAPI/endpoint' })).toEqual([])
  })

  test('its sandbox and its live system are not mixed', () => {
    const mixed = { ...live, APS_PAGE_URL: sandbox.APS_PAGE_URL, PUBLIC_URL: 'https://pay.example.test' }
    expect(problems(mixed)).toEqual(['APS_PAGE_URL and APS_API_URL are one of the sandbox and one of the live system'])
  })
})

test('PPRO itself is reached by TLS only', () => {
  for (const host of ['api.sandbox.eu.ppro.com', 'api.eu.ppro.com', 'api.ppro.com'])
    expect(problems({ ...ppro, PPRO_BASE_URL: `http://${host}` })).toEqual([
      'PPRO_BASE_URL must be https: credentials and consumers go to PPRO by it',
    ])
  expect(problems({ ...ppro, PPRO_BASE_URL: 'http://127.0.0.1:4010/ppro' })).toEqual([])
})

describe('which keys an account serves', () => {
  const PUBLIC_URL = 'https://pay.example.test'
  const pproAt = (baseUrl: string) => ({ ...ppro, PPRO_BASE_URL: baseUrl })
  const apsAt = (api: string, page: string) => ({
    ...{ ...aps, PUBLIC_URL },
    ...{ APS_API_URL: `https://${api}/FortAPI/paymentApi`, APS_PAGE_URL: `https://${page}/FortAPI/paymentPage` },
  })
  const own = [
    ['PPRO', 'TEST', pproAt('https://api.sandbox.eu.ppro.com')],
    ['PPRO', 'LIVE', pproAt('https://api.eu.ppro.com')],
    ['PPRO', 'LIVE', pproAt('https://api.ppro.com')],
    ['APS', 'TEST', apsAt('sbpaymentservices.payfort.com', 'sbcheckout.payfort.com')],
    ['APS', 'LIVE', apsAt('paymentservices.payfort.com', 'checkout.payfort.com')],
  ] as const
  const modeOf = (provider: 'PPRO' | 'APS', environment: Record<string, string>) =>
    config(environment).providers[provider === 'PPRO' ? 'ppro' : 'aps']?.mode

  test.each(own)('%s’s own host says it: %s', (provider, mode, environment) => {
    for (const SANDBOX of ['on', 'off']) expect(modeOf(provider, { ...environment, SANDBOX })).toBe(mode)
    const said = (word: string) => ({ ...environment, [`${provider}_MODE`]: word })
    expect(modeOf(provider, said(mode.toLowerCase()))).toBe(mode)
    const address = provider === 'PPRO' ? 'PPRO_BASE_URL' : 'APS_API_URL'
    const word = mode.toLowerCase()
    expect(problems(said(mode === 'TEST' ? 'live' : 'test'))).toEqual([
      `${provider}_MODE must be ${word} or left out: the host in ${address} is the provider's ${word} system`,
    ])
  })

  test.each([
    ['PPRO', pproAt('https://api.eu.ppro.com.proxy.example')],
    ['APS', apsAt('paymentservices.payfort.com.proxy.example', 'page.example')],
  ] as const)(
    '%s at another host: what is said; else TEST in sandbox mode, and outside it both',
    (provider, environment) => {
      expect(modeOf(provider, environment)).toBeUndefined()
      expect(modeOf(provider, { ...environment, SANDBOX: 'on' })).toBe('TEST')
      for (const SANDBOX of ['on', 'off'])
        for (const [word, mode] of [
          ['test', 'TEST'],
          ['live', 'LIVE'],
        ] as const)
          expect(modeOf(provider, { ...environment, SANDBOX, [`${provider}_MODE`]: word })).toBe(mode)
    },
  )

  test('one of two words, and not without the account', () => {
    expect(problems({ ...ppro, PPRO_MODE: 'LIVE', ...aps, APS_MODE: 'sandbox' })).toEqual([
      'PPRO_MODE must be test or live',
      'APS_MODE must be test or live',
    ])
    expect(problems({ PPRO_MODE: 'test' })).toEqual(
      Object.keys(ppro).map(name => `${name} is missing, while PPRO_MODE is set`),
    )
  })
})

describe('ENCRYPTION_KEY', () => {
  test('is required in production', () => {
    expect(problems({ NODE_ENV: 'production' })).toEqual([
      'ENCRYPTION_KEY is required in production: 32 bytes as base64 or hexadecimal',
    ])
  })

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

test('every problem is listed at once, and no value is', () => {
  const environment = {
    PORT: 'hidden-port',
    DATABASE_URL: 'mysql://user:hidden-password@db',
    NODE_ENV: 'production',
    SANDBOX: 'off',
    SANDBOX_API_KEY: 'hidden-key',
    PPRO_API_KEY: 'hidden key',
    APS_SHA_TYPE: 'hidden-type',
    ABSENCE_SECONDS: 'hidden-seconds',
    LOG_LEVEL: 'hidden-level',
  }
  const found = problems(environment)
  expect(found.map(problem => problem.split(' ', 1)[0])).toEqual([
    'PORT',
    'DATABASE_URL',
    'SANDBOX_API_KEY',
    'PPRO_API_KEY',
    'APS_SHA_TYPE',
    'ABSENCE_SECONDS',
    'LOG_LEVEL',
    'PPRO_BASE_URL',
    'PPRO_MERCHANT_ID',
    'PPRO_WEBHOOK_SECRET',
    ...Object.keys(aps),
    'SANDBOX_API_KEY',
    'ENCRYPTION_KEY',
  ])
  expect(found.join('\n')).not.toContain('hidden')
})
