import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PaymentMethodCapability } from '../../../src/domain/provider/capability.ts'
import type { Provider } from '../../../src/providers/port/provider.ts'
import type { ProviderEntry } from '../../../src/providers/port/registry.ts'
import { noOwnAccounts } from '../../support/world/no-own-accounts.ts'
import { startGraph, type TestGraph } from '../support/graph.ts'

const amazonPay: PaymentMethodCapability = {
  paymentMethod: 'AMAZON_PAY',
  currencies: ['USD', 'EUR'],
  countries: null,
  minimum: [{ value: 1n, currency: 'USD' }],
  maximum: [],
  initialCharge: 'OPTIONAL',
  requiredConsumerFields: ['email'],
  requiredAgreementFields: ['returnUrl'],
  authenticationTypes: ['REDIRECT'],
  merchantInitiatedCharges: true,
  consumerInitiatedCharges: false,
  initialSeparateCapture: true,
  separateCapture: false,
  partialCapture: true,
  partialRefund: true,
  voids: 'PARTIAL',
}

const unused = () => {
  throw new Error('nothing is sent in this test')
}
const provider: Provider = {
  code: 'PPRO',
  name: 'PPRO',
  simulated: true,
  modes: ['TEST'],
  capabilities: [amazonPay],
  idempotencySupport: { safeVerbs: [], replaysResponse: false, rememberedMs: null },
  readsAgreements: true,
  prepare: unused,
  send: unused,
  queryStatus: unused,
  receive: unused,
  read: unused,
  health: () => ({
    circuit: 'HALF_OPEN',
    retryAfter: null,
    successRate: 0.975,
    p95LatencyMs: 182.6,
    lastFailureAt: new Date('2026-03-01T09:00:00Z'),
  }),
}

let graph: TestGraph
const entries: ProviderEntry[] = []
beforeAll(async () => {
  graph = await startGraph({ entries, find: () => undefined, ...noOwnAccounts })
})
afterAll(() => graph.stop())

const ppro: ProviderEntry = { code: 'PPRO', name: 'PPRO', capabilities: [amazonPay], provider, show: unused }

test('shows a provider’s capabilities and its state', async () => {
  entries.splice(0, 1, ppro)
  const query = `{ providers { id code name enabled sandbox health { circuit successRate p95LatencyMs lastFailureAt }
    paymentMethods { paymentMethod currencies countries minimum { decimal currency } maximum { decimal } initialCharge
      requiredConsumerFields requiredAgreementFields authenticationTypes initialSeparateCapture separateCapture partialCapture
      partialRefund voids merchantInitiatedCharges consumerInitiatedCharges } } }`
  expect(await graph.data(query)).toEqual({
    providers: [
      {
        id: 'prv_ppro',
        code: 'PPRO',
        name: 'PPRO',
        enabled: true,
        sandbox: true,
        health: {
          circuit: 'HALF_OPEN',
          successRate: 0.975,
          p95LatencyMs: 183,
          lastFailureAt: '2026-03-01T09:00:00.000Z',
        },
        paymentMethods: [{ ...amazonPay, minimum: [{ decimal: '0.01', currency: 'USD' }] }],
      },
    ],
  })
})

const brief = '{ providers { enabled sandbox health { circuit } paymentMethods { paymentMethod } } }'

test('without credentials it is listed, not enabled', async () => {
  entries.splice(0, 1, { ...ppro, provider: undefined })
  expect((await graph.data(brief)).providers).toEqual([
    { enabled: false, sandbox: false, health: null, paymentMethods: [{ paymentMethod: 'AMAZON_PAY' }] },
  ])
})

test('credentials for test keys do not serve live ones', async () => {
  entries.splice(0, 1, ppro)
  const live = { ...graph.tenant, mode: 'LIVE' } as const
  expect((await graph.data('{ providers { enabled health { circuit } } }', {}, live)).providers).toEqual([
    { enabled: false, health: null },
  ])
})
