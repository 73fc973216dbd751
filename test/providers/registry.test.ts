import { describe, expect, test } from 'vitest'
import { createProviderRegistry } from '../../src/providers/registry.ts'
import { keepingLog } from './support/log.ts'

const { log } = keepingLog()
const ppro = { baseUrl: 'http://127.0.0.1:1', apiKey: 'k', merchantId: 'm', webhookSecret: 's', simulated: false }

test('a provider without credentials is known, and not available', () => {
  const registry = createProviderRegistry({ ppro: undefined, aps: undefined }, { log })
  expect(registry.find('PPRO', null)).toBeUndefined()
  expect(registry.entries).toMatchObject([
    { code: 'PPRO', name: 'PPRO', provider: undefined },
    { code: 'APS', name: 'Amazon Payment Services', provider: undefined },
  ])
  expect(registry.entries[0]?.capabilities.map(capability => capability.paymentMethod)).toEqual([
    'AMAZON_PAY',
    'BANCONTACT',
    'BLIK',
    'TWINT',
    'UPI_AUTOPAY',
  ])
})

test('a provider with credentials', async () => {
  const registry = createProviderRegistry({ ppro, aps: undefined }, { log })
  expect(registry.find('PPRO', null)).toBe(registry.entries[0]?.provider)
  expect(registry.find('PPRO', null)).toMatchObject({ code: 'PPRO', simulated: false })
  await registry.close()
})

describe('modes, and where MOCK exists', () => {
  test.each([
    ['LIVE', false, ['LIVE'], false],
    ['TEST', false, ['TEST'], true],
    [undefined, false, ['TEST'], true],
    [undefined, true, ['TEST'], true],
  ] as const)('an account of mode %s, simulated %s', async (mode, simulated, modes, hasMock) => {
    const registry = createProviderRegistry(
      { ppro: { ...ppro, simulated, ...(mode && { mode }) }, aps: undefined },
      { log },
    )
    const provider = registry.find('PPRO', null)
    expect(provider?.modes).toEqual(modes)
    expect(provider?.simulated).toBe(simulated)
    expect(provider?.capabilities.some(capability => capability.paymentMethod === 'MOCK')).toBe(hasMock)
    expect(registry.entries[0]?.capabilities).toBe(provider?.capabilities)
    await registry.close()
  })
})

test('Amazon Pay, in full', () => {
  const registry = createProviderRegistry({ ppro: undefined, aps: undefined }, { log })
  expect(registry.entries[0]?.capabilities[0]).toEqual({
    paymentMethod: 'AMAZON_PAY',
    currencies: ['USD'],
    countries: ['US'],
    minimum: [{ value: 50n, currency: 'USD' }],
    maximum: [{ value: 2_000_000n, currency: 'USD' }],
    initialCharge: 'OPTIONAL',
    requiredConsumerFields: ['name'],
    requiredAgreementFields: ['returnUrl'],
    authenticationTypes: ['REDIRECT'],
    merchantInitiatedCharges: true,
    consumerInitiatedCharges: true,
    initialSeparateCapture: true,
    separateCapture: true,
    partialCapture: true,
    partialRefund: true,
    voids: 'PARTIAL',
  })
})

describe('Amazon Payment Services', () => {
  const aps = {
    apiUrl: 'https://paymentservices.payfort.com/FortAPI/paymentApi',
    pageUrl: 'https://checkout.payfort.com/FortAPI/paymentPage',
    accessCode: 'code',
    merchantIdentifier: 'merchant',
    shaRequestPhrase: 'request',
    shaResponsePhrase: 'response',
    shaType: 'SHA-256',
    simulated: false,
  } as const

  test.each([
    ['LIVE', false, ['LIVE']],
    ['TEST', false, ['TEST']],
    [undefined, false, ['TEST']],
    [undefined, true, ['TEST']],
  ] as const)('an account of mode %s, simulated %s: modes %s', async (mode, simulated, modes) => {
    const registry = createProviderRegistry(
      { ppro: undefined, aps: { ...aps, simulated, ...(mode && { mode }) } },
      { log },
    )
    const provider = registry.find('APS', null)
    expect(provider).toBe(registry.entries[1]?.provider)
    expect(provider).toMatchObject({ code: 'APS', simulated, modes, readsAgreements: false })
    expect(registry.entries[1]?.capabilities).toBe(provider?.capabilities)
    expect(registry.find('PPRO', null)).toBeUndefined()
    await registry.close()
  })

  test('which requests may be sent twice: all but captures, forever', async () => {
    const registry = createProviderRegistry({ ppro: undefined, aps }, { log })
    expect(registry.find('APS', null)?.idempotencySupport).toEqual({
      safeVerbs: ['createAgreement', 'createCharge', 'revokeAgreement', 'refund', 'void'],
      rememberedMs: null,
      replaysResponse: false,
    })
    await registry.close()
  })

  test('its payment methods, in full', () => {
    const registry = createProviderRegistry({ ppro: undefined, aps: undefined }, { log })
    const card = {
      paymentMethod: 'CARD',
      currencies: null,
      countries: null,
      minimum: [],
      maximum: [],
      initialCharge: 'REQUIRED',
      requiredConsumerFields: ['email'],
      requiredAgreementFields: ['returnUrl'],
      authenticationTypes: ['REDIRECT'],
      merchantInitiatedCharges: true,
      consumerInitiatedCharges: false,
      initialSeparateCapture: true,
      separateCapture: false,
      partialCapture: true,
      partialRefund: true,
      voids: 'FULL',
    }
    const national = {
      ...card,
      merchantInitiatedCharges: false,
      initialSeparateCapture: false,
      partialCapture: false,
      voids: 'NONE',
    }
    expect(registry.entries[1]?.capabilities).toEqual([
      card,
      { ...national, paymentMethod: 'MADA', currencies: ['SAR'], countries: ['SA'] },
      { ...national, paymentMethod: 'MEEZA', currencies: ['EGP'], countries: ['EG'] },
    ])
  })
})
