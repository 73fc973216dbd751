import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { aed, givenActiveCard } from '../../support/world/card.ts'
import { charge, control, givenActiveAgreement, initialChargeOf, key, ledger, usd } from '../../support/world/story.ts'
import { type Gateway, startGateway } from '../support/gateway.ts'
import { type KeyedMutation, mutate } from '../support/mutate.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway()
})
afterEach(() => control(gateway, 'reset', {}))
afterAll(() => gateway.close())

const shown = ({ value, currency }: { value: bigint; currency: string }) => ({ value: value.toString(), currency })

const providers = {
  PPRO: {
    money: usd,
    agreement: async () => (await givenActiveAgreement(gateway)).id,
    captured: async () => charge(gateway, (await givenActiveAgreement(gateway)).id, 1_000n),
    authorized: async () =>
      charge(gateway, (await givenActiveAgreement(gateway)).id, 1_000n, { captureMode: 'MANUAL' }),
  },
  APS: {
    money: aed,
    agreement: async () => (await givenActiveCard(gateway)).id,
    captured: async () => charge(gateway, (await givenActiveCard(gateway)).id, 0n, { amount: aed(1_000n) }),
    // Only a first payment by card can be captured separately.
    authorized: async () => {
      const initialCharge = { amount: aed(1_000n), captureMode: 'MANUAL' } as const
      return { id: await initialChargeOf(gateway, (await givenActiveCard(gateway, { initialCharge })).id) }
    },
  },
} as const

type Provider = (typeof providers)[keyof typeof providers]

/** The request, on an object that is made for it. */
const asked = {
  charge: async (by: Provider) => ({
    mutation: 'chargeCreate',
    input: { agreementId: await by.agreement(), amount: shown(by.money(1_000n)) },
  }),
  capture: async (by: Provider) => ({
    mutation: 'chargeCapture',
    input: { chargeId: (await by.authorized()).id, amount: shown(by.money(300n)) },
  }),
  refund: async (by: Provider) => ({
    mutation: 'chargeRefund',
    input: { chargeId: (await by.captured()).id, amount: shown(by.money(300n)) },
  }),
  void: async (by: Provider) => ({
    mutation: 'chargeVoid',
    input: { chargeId: (await by.authorized()).id, amount: shown(by.money(1_000n)) },
  }),
} as const satisfies Record<string, (by: Provider) => Promise<{ mutation: KeyedMutation; input: object }>>

/** All charges and all moved money at the providers. */
async function moved() {
  const { charges } = await ledger(gateway)
  const sum = (name: 'captured' | 'refunded' | 'voided') => charges.reduce((total, entry) => total + entry[name], 0)
  return { charges: charges.length, captured: sum('captured'), refunded: sum('refunded'), voided: sum('voided') }
}

/** The expected increase in the provider's records. */
const more = {
  charge: { charges: 1, captured: 1_000, refunded: 0, voided: 0 },
  capture: { charges: 0, captured: 300, refunded: 0, voided: 0 },
  refund: { charges: 0, captured: 0, refunded: 300, voided: 0 },
  void: { charges: 0, captured: 0, refunded: 0, voided: 1_000 },
} as const

test.each(
  (['PPRO', 'APS'] as const).flatMap(provider =>
    (['charge', 'capture', 'refund', 'void'] as const).map(what => [provider, what] as const),
  ),
)('%s: fifty clients with one key at the same moment make one %s (scenario 6)', async (provider, what) => {
  const request = await asked[what](providers[provider])
  await gateway.quiet()
  const before = await moved()
  const input = { ...request.input, idempotencyKey: key() }
  const ask = () => mutate(gateway, request.mutation, input)
  const answers = await Promise.all(Array.from({ length: 50 }, ask))
  await gateway.quiet()

  const made = answers.filter(({ replayed }) => replayed === false)
  const replays = answers.filter(({ replayed }) => replayed === true)
  const inProgress = answers.filter(({ code }) => code === 'IDEMPOTENCY_IN_PROGRESS')
  expect(made).toHaveLength(1)
  expect(replays.length + inProgress.length).toBe(49)
  expect(new Set([...made, ...replays].map(answer => answer.made?.id)).size).toBe(1)
  expect(await ask()).toMatchObject({ replayed: true, made: made[0]?.made })
  const after = await moved()
  const difference = Object.entries(after).map(([name, sum]) => [name, sum - before[name as keyof typeof before]])
  expect(Object.fromEntries(difference)).toEqual(more[what])
})
