import { describe, expect, test } from 'vitest'
import { createProviderRegistry } from '../../src/providers/registry.ts'
import { keepingLog } from './support/log.ts'

const { log } = keepingLog()
const ppro = { baseUrl: 'http://127.0.0.1:1', apiKey: 'k', merchantId: 'm', webhookSecret: 's', simulated: false }

test('a provider without credentials is known, and not to be had', () => {
  const registry = createProviderRegistry({ ppro: undefined }, { log })
  expect(registry.find('PPRO')).toBeUndefined()
  expect(registry.entries).toMatchObject([{ code: 'PPRO', name: 'PPRO', provider: undefined }])
  expect(registry.entries[0]?.capabilities.map(capability => capability.paymentMethod)).toEqual([
    'AMAZON_PAY',
    'BANCONTACT',
    'BLIK',
    'TWINT',
    'UPI_AUTOPAY',
  ])
})

test('a provider with credentials', async () => {
  const registry = createProviderRegistry({ ppro }, { log })
  expect(registry.find('PPRO')).toBe(registry.entries[0]?.provider)
  expect(registry.find('PPRO')).toMatchObject({ code: 'PPRO', simulated: false })
  await registry.close()
})

describe('modes, and where MOCK exists', () => {
  test.each([
    ['https://api.eu.ppro.com', false, ['LIVE'], false],
    ['https://api.ppro.com', false, ['LIVE'], false],
    ['https://api.sandbox.eu.ppro.com', false, ['TEST'], true],
    ['https://api.eu.ppro.com.proxy.example', false, ['TEST', 'LIVE'], false],
    ['http://localhost:4010/ppro', false, ['TEST', 'LIVE'], false],
    ['http://localhost:4010/ppro', true, ['TEST'], true],
  ])('%s, simulated %s', async (baseUrl, simulated, modes, hasMock) => {
    const registry = createProviderRegistry({ ppro: { ...ppro, baseUrl, simulated } }, { log })
    const provider = registry.find('PPRO')
    expect(provider?.modes).toEqual(modes)
    expect(provider?.simulated).toBe(simulated)
    expect(provider?.capabilities.some(capability => capability.paymentMethod === 'MOCK')).toBe(hasMock)
    expect(registry.entries[0]?.capabilities).toBe(provider?.capabilities)
    await registry.close()
  })
})

test('Amazon Pay, in full', () => {
  const registry = createProviderRegistry({ ppro: undefined }, { log })
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
