import { describe, expect, test } from 'vitest'
import { allProblems, aps, config, ppro, problems } from './support/variables.ts'

describe('APS', () => {
  test('with only some of its variables: each missing one is named; the SHA type may be left out', () => {
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
    [undefined, ['PUBLIC_URL must be https: APS sends browsers and notifications to no other address']],
    ['http://pay.example.test', ['PUBLIC_URL must be https: APS sends browsers and notifications to no other address']],
    [
      'https://pay.example.test/a~b',
      ['PUBLIC_URL must contain only letters, digits and $ ! - _ / : . because APS accepts no other characters'],
    ],
    [
      'https://pay.example.test/a=b',
      ['PUBLIC_URL must contain only letters, digits and $ ! - _ / : . because APS accepts no other characters'],
    ],
    [
      'https://pay.example.test/a%20b',
      ['PUBLIC_URL must contain only letters, digits and $ ! - _ / : . because APS accepts no other characters'],
    ],
    [`https://pay.example.test/${'a'.repeat(275)}`, []],
    [
      `https://pay.example.test/${'a'.repeat(276)}`,
      ['PUBLIC_URL must have at most 300 characters, because APS accepts no longer URL'],
    ],
    ['localhost:4000', ['PUBLIC_URL must be an http or https URL without query, fragment and credentials']],
  ])('itself, sandbox or live, behind %s', (publicUrl, expected) => {
    for (const addresses of [sandbox, live]) expect(problems({ ...addresses, PUBLIC_URL: publicUrl })).toEqual(expected)
    if (publicUrl !== 'localhost:4000') expect(problems({ ...aps, PUBLIC_URL: publicUrl })).toEqual([])
  })

  test.each(['APS_API_URL', 'APS_PAGE_URL'] as const)('itself is reached only by TLS: %s', name => {
    for (const addresses of [sandbox, live]) {
      const plain = {
        ...addresses,
        PUBLIC_URL: 'https://pay.example.test',
        [name]: addresses[name].replace('https', 'http'),
      }
      expect(problems(plain)).toEqual([`${name} must be https: credentials and consumers are sent to APS over it`])
    }
    expect(problems({ ...aps, [name]: 'http://127.0.0.1:4010/aps/FortAPI/endpoint' })).toEqual([])
  })

  test('its sandbox and its live system cannot be mixed', () => {
    const mixed = { ...live, APS_PAGE_URL: sandbox.APS_PAGE_URL, PUBLIC_URL: 'https://pay.example.test' }
    expect(problems(mixed)).toEqual([
      'APS_PAGE_URL must belong to the same system as APS_API_URL: one is the sandbox, the other live',
    ])
  })
})

test('PPRO itself is reached only by TLS', () => {
  for (const host of ['api.sandbox.eu.ppro.com', 'api.eu.ppro.com', 'api.ppro.com'])
    expect(problems({ ...ppro, PPRO_BASE_URL: `http://${host}` })).toEqual([
      'PPRO_BASE_URL must be https: credentials and consumers are sent to PPRO over it',
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

  test.each(own)('%s’s own host decides: %s', (provider, mode, environment) => {
    for (const SANDBOX of ['on', 'off']) expect(modeOf(provider, { ...environment, SANDBOX })).toBe(mode)
    const said = (word: string) => ({ ...environment, [`${provider}_MODE`]: word })
    expect(modeOf(provider, said(mode.toLowerCase()))).toBe(mode)
    const address = provider === 'PPRO' ? 'PPRO_BASE_URL' : 'APS_API_URL'
    const word = mode.toLowerCase()
    expect(problems(said(mode === 'TEST' ? 'live' : 'test'))).toEqual([
      `${provider}_MODE must be ${word} or left out: the host in ${address} belongs to the provider's ${word} system`,
    ])
  })

  test.each([
    ['PPRO', pproAt('https://api.eu.ppro.com.proxy.example')],
    ['APS', apsAt('paymentservices.payfort.com.proxy.example', 'page.example')],
  ] as const)(
    '%s at another host: the variable decides; without it TEST in sandbox mode, refused otherwise',
    (provider, environment) => {
      const address = provider === 'PPRO' ? 'PPRO_BASE_URL' : 'APS_API_URL'
      expect(allProblems(environment)).toEqual([
        `${provider}_MODE is missing: set it to test or live, because the host in ${address} does not show whether keys ` +
          'of test or live mode use the account',
      ])
      expect(modeOf(provider, { ...environment, SANDBOX: 'on' })).toBe('TEST')
      for (const SANDBOX of ['on', 'off'])
        for (const [word, mode] of [
          ['test', 'TEST'],
          ['live', 'LIVE'],
        ] as const)
          expect(modeOf(provider, { ...environment, SANDBOX, [`${provider}_MODE`]: word })).toBe(mode)
    },
  )

  test('only one of APS’s addresses at its own host: that one decides', () => {
    for (const [mode, page] of [
      ['TEST', 'sbcheckout.payfort.com'],
      ['LIVE', 'checkout.payfort.com'],
    ] as const) {
      const proxied = apsAt('proxy.example', page)
      for (const SANDBOX of ['on', 'off']) expect(modeOf('APS', { ...proxied, SANDBOX })).toBe(mode)
      const word = mode.toLowerCase()
      expect(modeOf('APS', { ...proxied, APS_MODE: word })).toBe(mode)
      for (const SANDBOX of ['on', 'off'])
        expect(problems({ ...proxied, SANDBOX, APS_MODE: mode === 'TEST' ? 'live' : 'test' })).toEqual([
          `APS_MODE must be ${word} or left out: the host in APS_PAGE_URL belongs to the provider's ${word} system`,
        ])
    }
  })

  test('one of two words, and only with the account', () => {
    expect(problems({ ...ppro, PPRO_MODE: 'LIVE', ...aps, APS_MODE: 'sandbox' })).toEqual([
      'PPRO_MODE must be test or live',
      'APS_MODE must be test or live',
    ])
    expect(problems({ PPRO_MODE: 'test' })).toEqual(
      Object.keys(ppro).map(name => `${name} is missing, while PPRO_MODE is set`),
    )
  })
})
