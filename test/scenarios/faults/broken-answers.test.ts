import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { chargeCreate } from '../../../src/operations/charge/create.ts'
import { chargeRefund } from '../../../src/operations/charge/refund.ts'
import type { Deps } from '../../../src/operations/command/deps.ts'
import { findCharge } from '../../../src/store/sql/find-rows.ts'
import type { AgreementRow } from '../../../src/store/tables.ts'
import { createWorkers } from '../../../src/workers/due-work.ts'
import { until } from '../../support/until.ts'
import { aed, givenActiveCard } from '../../support/world/card.ts'
import { control, givenActiveAgreement, key, ledger, mustSucceed, statuses, usd } from '../../support/world/story.ts'
import { type Bend, type BendingProxy, openBendingProxy, providersBehind } from '../support/bending-proxy.ts'
import { type Gateway, startGateway } from '../support/gateway.ts'

const SECOND_MS = 1_000

let gateway: Gateway
let proxy: BendingProxy
/** The gateway's operations, with the proxy between them and the providers. */
let deps: Deps
let providers: ReturnType<typeof providersBehind>
const agreements: Partial<Record<'PPRO' | 'APS', AgreementRow | undefined>> = {}
beforeAll(async () => {
  gateway = await startGateway()
  proxy = await openBendingProxy(gateway.sandbox.url)
  agreements.PPRO = await givenActiveAgreement(gateway)
  agreements.APS = await givenActiveCard(gateway)
  await gateway.delivered()
})
beforeEach(async () => {
  providers = providersBehind(proxy, gateway)
  deps = { ...gateway.deps, providers }
  // No notifications: every update comes from a response or a status query.
  await control(gateway, 'faults', { seed: 1, rates: { dropWebhook: 1 } })
})
afterEach(async () => {
  proxy.straight()
  await gateway.quiet()
  await providers.close()
})
afterAll(async () => {
  await gateway.close()
  await proxy.close()
})

const money = { PPRO: usd, APS: aed } as const

async function charge(provider: 'PPRO' | 'APS', value: bigint) {
  const agreementId = agreements[provider]?.id ?? ''
  const input = { idempotencyKey: key(), agreementId, amount: money[provider](value) }
  return mustSucceed(await chargeCreate(deps, gateway.caller, input)).charge
}

/** The provider's records of the agreement and the amount. */
async function charged(provider: 'PPRO' | 'APS', value: bigint) {
  const { charges } = await ledger(gateway)
  return charges.filter(
    ({ agreementId, amount: of }) => agreementId === agreements[provider]?.providerReference && of === Number(value),
  )
}

/** No caller asks: the gateway's own workers find the result, once time has passed. */
async function settledAlone(what: string, isSo: () => Promise<boolean>): Promise<void> {
  gateway.pass(2 * SECOND_MS)
  const workers = createWorkers(deps, { settled: async () => 0 })
  workers.start()
  try {
    await until(what, isSo)
  } finally {
    await workers.stop({ graceMs: 10_000 })
  }
}

const rowOf = async (id: string) => {
  const row = await findCharge(gateway.database, gateway.caller.tenant, id)
  if (row === undefined) throw new Error('no charge')
  return row
}

const proxyPage = '<html><body><h1>502 Bad Gateway</h1></body></html>'
const html = { contentType: 'text/html', body: () => proxyPage }
const broken: readonly (readonly [string, Bend])[] = [
  ['(scenario 1) the provider does it, then drops the connection', 'cut'],
  ['(scenario 9) 409 after it was done', { status: 409 }],
  ['(scenario 9) 500 after it was done', { status: 500, body: () => '{"message":"Internal error"}' }],
  ['(scenario 9) 502 with HTML', { status: 502, ...html }],
  ['(scenario 9) 200 with HTML', { status: 200, ...html }],
  ['(scenario 9) 200 with half of its JSON', { body: answer => answer.slice(0, answer.length / 2) }],
  ['(scenario 9) 200 with nothing', { body: () => '' }],
  ['(scenario 9) 200 with JSON that says nothing', { body: () => '{}' }],
  ['(scenario 9) a status that nobody expects', { status: 418 }],
]

/** Each charge has another amount, so that the ledger's charges can be told apart. */
let amount = 1_000n

describe.each(['PPRO', 'APS'] as const)('%s', provider => {
  test.each(broken)(
    '%s: a charge is UNKNOWN, never FAILED, and is settled automatically; it is one charge',
    async (_, bend) => {
      amount += 1n
      proxy.bend(({ method }) => (method === 'POST' ? bend : undefined))
      const lost = await charge(provider, amount)
      expect([lost.status, lost.failure]).toEqual(['UNKNOWN', null])
      proxy.straight()
      await settledAlone('CAPTURED', async () => (await rowOf(lost.id)).status === 'CAPTURED')
      expect(await statuses(gateway, lost.id)).toEqual(['PROCESSING', 'UNKNOWN', 'AUTHORIZED', 'CAPTURED'])
      expect(await charged(provider, amount)).toMatchObject([{ captured: Number(amount), refunded: 0 }])
    },
  )

  test.each(broken)(
    '%s: a refund is UNKNOWN, never FAILED, and is settled automatically; it is one refund',
    async (_, bend) => {
      amount += 1n
      const paid = await charge(provider, amount)
      proxy.bend(({ method }) => (method === 'POST' ? bend : undefined))
      const input = { idempotencyKey: key(), chargeId: paid.id, amount: money[provider](400n) }
      const { operation } = mustSucceed(await chargeRefund(deps, gateway.caller, input))
      expect([operation.status, operation.failure]).toEqual(['UNKNOWN', null])
      proxy.straight()
      await settledAlone('it to be refunded', async () => (await rowOf(paid.id)).status === 'PARTIALLY_REFUNDED')
      expect(await charged(provider, amount)).toMatchObject([{ captured: Number(amount), refunded: 400 }])
    },
  )

  test('(scenario 9) an echo of another amount is rejected: UNKNOWN, then the provider’s real result', async () => {
    amount += 1n
    const otherwise = (answer: string) => answer.replaceAll(amount.toString(), '999')
    proxy.bend(({ method }) => (method === 'POST' ? { body: otherwise } : undefined))
    const doubted = await charge(provider, amount)
    expect(doubted.status).toBe('UNKNOWN')
    proxy.straight()
    await settledAlone('CAPTURED', async () => (await rowOf(doubted.id)).status === 'CAPTURED')
    expect(await charged(provider, amount)).toMatchObject([{ captured: Number(amount) }])
  })

  test('(scenario 9) 200 with a decline is a decline: FAILED, and nothing was charged', async () => {
    const declined = await charge(provider, 300_002n)
    expect(declined).toMatchObject({ status: 'FAILED', failure: { code: 'INSUFFICIENT_FUNDS' } })
    expect(await charged(provider, 300_002n)).toMatchObject([{ status: 'FAILED', captured: 0 }])
  })
})

test.each([
  ['00006', 400_021n],
  ['13006', 400_023n],
])(
  '(scenario 9) APS answers 200 with a technical failure, %s, and has charged: CAPTURED in the end',
  async (_, value) => {
    const doubted = await charge('APS', value)
    expect(doubted.status).toBe('UNKNOWN')
    await settledAlone('CAPTURED', async () => (await rowOf(doubted.id)).status === 'CAPTURED')
    expect(await charged('APS', value)).toMatchObject([{ captured: Number(value) }])
  },
)

test('(scenario 9) PPRO answers 200 with an internal failure: not a decline, and not retried', async () => {
  const doubted = await charge('PPRO', 300_015n)
  expect([doubted.status, doubted.failure]).toEqual(['UNKNOWN', null])
})
