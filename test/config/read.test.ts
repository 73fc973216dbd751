import { describe, expect, test } from 'vitest'
import { aps, config, hexKey, ppro, problems, production } from './support/variables.ts'

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
    redisUrl: undefined,
    dataDir: '.data',
    production: false,
    introspection: true,
    graphiql: true,
    console: true,
    trustedDocuments: undefined,
    quotas: { merchantShare: 0.5, operationsPerSecond: 2_000, valuesPerSecond: 500_000 },
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
        former: [],
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
        former: [],
        shaType: 'SHA-256',
        simulated: true,
        mode: 'TEST',
      },
    },
    absenceMs: 5_000,
    encryptionKey: undefined,
    previousEncryptionKeys: [],
    role: 'all',
    drainMs: 0,
    logLevel: 'info',
  })
})

test('everything set', () => {
  const all = config({
    ...ppro,
    PPRO_MODE: 'live',
    PPRO_WEBHOOK_SECRET_PREVIOUS: 'whsec 0',
    ...aps,
    APS_SHA_RESPONSE_PHRASE_PREVIOUS: 'response 0',
    APS_SHA_TYPE: 'HMAC-512',
    APS_MODE: 'live',
    PORT: '5000',
    HOST: '::1',
    PUBLIC_URL: 'https://pay.example.test/perennial/',
    INTROSPECTION: 'on',
    GRAPHIQL: 'on',
    CONSOLE: 'off',
    TRUSTED_DOCUMENTS: '/var/data/documents.json',
    MERCHANT_SHARE: '7',
    OPERATIONS_PER_SECOND: '50',
    VALUES_PER_SECOND: '9000',
    TRUSTED_PROXIES: '203.0.113.0/24, 2001:db8::7,10.0.0.1',
    DATABASE_URL: 'postgresql://me:secret@db.example.test/perennial',
    REDIS_URL: 'rediss://me:secret@redis.example.test:6380/2',
    DATA_DIR: '/var/data',
    SANDBOX: 'on',
    SANDBOX_PORT: '5010',
    SANDBOX_PUBLIC_URL: 'https://sandbox.example.test/',
    SANDBOX_API_KEY: 'sk_test_mine',
    ABSENCE_SECONDS: '7',
    ROLE: 'worker',
    DRAIN_SECONDS: '20',
    ENCRYPTION_KEY: hexKey,
    ENCRYPTION_KEY_PREVIOUS: `${'01'.repeat(32)}, ${Buffer.alloc(32, 2).toString('base64')}`,
    LOG_LEVEL: 'warn',
  })
  expect(all).toEqual({
    port: 5000,
    host: '::1',
    publicUrl: 'https://pay.example.test/perennial',
    trustedProxies: ['203.0.113.0/24', '2001:db8::7', '10.0.0.1'],
    databaseUrl: 'postgresql://me:secret@db.example.test/perennial',
    redisUrl: 'rediss://me:secret@redis.example.test:6380/2',
    dataDir: '/var/data',
    production: false,
    introspection: true,
    graphiql: true,
    console: false,
    trustedDocuments: '/var/data/documents.json',
    quotas: { merchantShare: 0.07, operationsPerSecond: 50, valuesPerSecond: 9_000 },
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
        former: [{ webhookSecret: 'whsec 0' }],
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
        former: [{ accessCode: 'code 1', shaResponsePhrase: 'response 0', shaType: 'HMAC-512' }],
        simulated: false,
        mode: 'LIVE',
      },
    },
    absenceMs: 7_000,
    encryptionKey: Buffer.from(hexKey, 'hex'),
    previousEncryptionKeys: [Buffer.alloc(32, 1), Buffer.alloc(32, 2)],
    role: 'worker',
    drainMs: 20_000,
    logLevel: 'warn',
  })
})

test('an empty variable counts as unset', () => {
  const empty = { PORT: '', SANDBOX: '', PPRO_API_KEY: '', DATABASE_URL: '', ENCRYPTION_KEY: '' }
  expect(config(empty)).toEqual(config({}))
})

test('the configuration is frozen, also inside', () => {
  const frozen = config({})
  const parts = [frozen, frozen.sandbox, frozen.quotas, frozen.providers, frozen.providers.ppro, frozen.providers.aps]
  expect(parts.map(part => Object.isFrozen(part))).toEqual(Array(6).fill(true))
})

test('a production gateway serves for five seconds more after it has stopped being ready', () => {
  expect(config(production).drainMs).toBe(5_000)
  expect(config({ ...production, DRAIN_SECONDS: '0' }).drainMs).toBe(0)
})

test('introspection and GraphiQL are off in production, unless they are set explicitly', () => {
  const shown = (environment: Record<string, string>) => {
    const { introspection, graphiql } = config(environment)
    return { introspection, graphiql }
  }
  expect(shown({})).toEqual({ introspection: true, graphiql: true })
  expect(shown({ INTROSPECTION: 'off', GRAPHIQL: 'off' })).toEqual({ introspection: false, graphiql: false })
  expect(shown(production)).toEqual({ introspection: false, graphiql: false })
  expect(shown({ ...production, INTROSPECTION: 'on' })).toEqual({ introspection: true, graphiql: false })
  expect(shown({ ...production, GRAPHIQL: 'on' })).toEqual({ introspection: false, graphiql: true })
})

test('the public address follows the port', () => {
  expect(config({ PORT: '4321' }).publicUrl).toBe('http://localhost:4321')
})

describe('sandbox mode', () => {
  const mode = (environment: Record<string, string>) => {
    const { sandbox, providers, absenceMs } = config(environment)
    return { sandbox: sandbox !== undefined, ppro: providers.ppro?.simulated, aps: providers.aps?.simulated, absenceMs }
  }

  test('is off if provider variables are set', () => {
    expect(mode(ppro)).toEqual({ sandbox: false, ppro: false, aps: undefined, absenceMs: 60_000 })
    expect(mode(aps)).toEqual({ sandbox: false, ppro: undefined, aps: false, absenceMs: 60_000 })
  })

  test('is off in production, without a provider', () => {
    expect(mode(production)).toEqual({ sandbox: false, ppro: undefined, aps: undefined, absenceMs: 60_000 })
  })

  test('on beside provider variables: the given ones win over their simulator, the other provider has its own', () => {
    expect(mode({ ...ppro, SANDBOX: 'on' })).toEqual({ sandbox: true, ppro: false, aps: true, absenceMs: 5_000 })
    expect(mode({ ...aps, SANDBOX: 'on' })).toEqual({ sandbox: true, ppro: true, aps: false, absenceMs: 5_000 })
  })

  test('off without provider variables: no provider at all', () => {
    expect(mode({ SANDBOX: 'off' })).toEqual({ sandbox: false, ppro: undefined, aps: undefined, absenceMs: 60_000 })
  })

  test('its key is refused outside sandbox mode', () => {
    expect(problems({ SANDBOX: 'off', SANDBOX_API_KEY: 'sk_test_mine' })).toEqual([
      'SANDBOX_API_KEY is refused outside sandbox mode (SANDBOX is off)',
    ])
  })
})

describe('only some of a provider’s variables', () => {
  test('each missing variable is named', () => {
    expect(problems({ PPRO_API_KEY: 'key-1', PPRO_BASE_URL: 'https://api.example.test' })).toEqual([
      'PPRO_MERCHANT_ID is missing, while PPRO_BASE_URL, PPRO_API_KEY are set',
      'PPRO_WEBHOOK_SECRET is missing, while PPRO_BASE_URL, PPRO_API_KEY are set',
    ])
  })

  test('also in sandbox mode, where the simulator could have been used', () => {
    const { PPRO_WEBHOOK_SECRET: _, ...rest } = ppro
    expect(problems({ ...rest, SANDBOX: 'on' })).toEqual([
      'PPRO_WEBHOOK_SECRET is missing, while PPRO_BASE_URL, PPRO_API_KEY, PPRO_MERCHANT_ID are set',
    ])
  })
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
    'PUBLIC_URL',
  ])
  expect(found.join('\n')).not.toContain('hidden')
})
