import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chargeCapture } from '../../../src/operations/charge/capture.ts'
import { chargeCreate } from '../../../src/operations/charge/create.ts'
import { chargeRefund } from '../../../src/operations/charge/refund.ts'
import type { ChargeCreateInput } from '../../../src/operations/command/inputs.ts'
import { findCharge } from '../../../src/store/sql/find-rows.ts'
import { aed, givenActiveCard } from '../../support/world/card.ts'
import { recoverDue } from '../../support/world/jobs.ts'
import {
  charge,
  givenActiveAgreement,
  initialChargeOf,
  key,
  ledger,
  mustSucceed,
  usd,
} from '../../support/world/story.ts'
import { type Gateway, startGateway } from '../support/gateway.ts'
import { forgetful, losingAnswers } from '../support/providers.ts'

const SECOND_MS = 1_000
const HOUR_MS = 3_600 * SECOND_MS
const ABSENCE_SECONDS = 60

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ absenceMs: ABSENCE_SECONDS * SECOND_MS })
})
afterAll(() => gateway.close())

const money = { PPRO: usd, APS: aed } as const
type Money = (typeof money)[keyof typeof money]

/** From its creation on, the provider's notifications go to the mailbox: none reaches us. */
async function agreementWith(provider: 'PPRO' | 'APS', initialCharge?: Parameters<typeof givenActiveCard>[1]) {
  gateway.notify('gateway')
  const agreement =
    provider === 'PPRO' ? await givenActiveAgreement(gateway) : await givenActiveCard(gateway, initialCharge)
  await gateway.delivered()
  await gateway.quiet()
  gateway.notify('mailbox')
  return agreement
}

/** Done by the provider, and unknown to us: the response was lost. */
interface Lost {
  readonly chargeId: string
  /** The status that shows that the result is known. */
  readonly done: string
  readonly entry: object
  readonly askAgain: () => Promise<{ readonly replayed: boolean }>
}

const lost = {
  charge: async (provider: 'PPRO' | 'APS', of: Money): Promise<Lost> => {
    const { id: agreementId } = await agreementWith(provider)
    const input: ChargeCreateInput = { idempotencyKey: key(), agreementId, amount: of(1_000n) }
    const ask = async (deps = gateway.deps) => mustSucceed(await chargeCreate(deps, gateway.caller, input))
    const made = await ask(losingAnswers(gateway.deps))
    return { chargeId: made.charge.id, done: 'CAPTURED', entry: { captured: 1_000, refunded: 0 }, askAgain: ask }
  },
  refund: async (provider: 'PPRO' | 'APS', of: Money): Promise<Lost> => {
    const { id: agreementId } = await agreementWith(provider)
    const paid = await charge(gateway, agreementId, 0n, { amount: of(1_000n) })
    const input = { idempotencyKey: key(), chargeId: paid.id, amount: of(300n) }
    const ask = async (deps = gateway.deps) => mustSucceed(await chargeRefund(deps, gateway.caller, input))
    await ask(losingAnswers(gateway.deps))
    const entry = { captured: 1_000, refunded: 300 }
    return { chargeId: paid.id, done: 'PARTIALLY_REFUNDED', entry, askAgain: ask }
  },
  capture: async (provider: 'PPRO' | 'APS', of: Money): Promise<Lost> => {
    const manual = { captureMode: 'MANUAL', amount: of(1_000n) } as const
    const agreement = await agreementWith(provider, { initialCharge: manual })
    const chargeId =
      provider === 'PPRO'
        ? (await charge(gateway, agreement.id, 0n, manual)).id
        : await initialChargeOf(gateway, agreement.id)
    const input = { idempotencyKey: key(), chargeId, amount: of(300n) }
    const ask = async (deps = gateway.deps) => mustSucceed(await chargeCapture(deps, gateway.caller, input))
    await ask(losingAnswers(gateway.deps))
    return { chargeId, done: 'PARTIALLY_CAPTURED', entry: { captured: 300, refunded: 0 }, askAgain: ask }
  },
} as const

const cases = (['PPRO', 'APS'] as const).flatMap(provider =>
  (['charge', 'refund', 'capture'] as const).map(what => [provider, what] as const),
)

const rowOf = async (id: string) => {
  const row = await findCharge(gateway.database, gateway.caller.tenant, id)
  if (row === undefined) throw new Error('no charge')
  return row
}

/** The provider's records of the charge: by the reference of the request, first or resent. */
const entriesOf = async (chargeId: string) => {
  const { rows } = await gateway.database.pool.query<{ id: string }>(
    'SELECT id FROM provider_requests WHERE charge_id = $1',
    [chargeId],
  )
  const references = rows.map(({ id }) => id)
  return (await ledger(gateway)).charges.filter(({ reference }) => references.includes(reference))
}

const purposes = { charge: 'CHARGE_CREATE', refund: 'REFUND', capture: 'CAPTURE' } as const

async function requestsOf(chargeId: string, what: keyof typeof purposes) {
  const { rows } = await gateway.database.pool.query<{ id: string; state: string }>(
    'SELECT id, state FROM provider_requests WHERE charge_id = $1 AND purpose = $2',
    [chargeId, purposes[what]],
  )
  const [providerRequest, ...others] = rows
  if (providerRequest === undefined || others.length > 0) throw new Error(`${rows.length} provider requests`)
  return [providerRequest] as const
}

async function passes(deps: Gateway['deps'], { steps, stepMs }: { steps: number; stepMs: number }): Promise<void> {
  for (let step = 0; step < steps; step++) {
    gateway.pass(stepMs)
    await recoverDue(deps)
  }
}

describe('"not found" for a while, then found', () => {
  test.each(cases)(
    '%s: a %s that is not found for a moment is not sent again (scenario 10)',
    async (provider, what) => {
      const { chargeId, done, entry } = await lost[what](provider, money[provider])
      const { deps, sent } = forgetful(gateway.deps, 1)
      await passes(deps, { steps: ABSENCE_SECONDS, stepMs: 2 * SECOND_MS })
      expect(sent).toEqual([])
      expect((await rowOf(chargeId)).status).toBe(done)
      expect(await entriesOf(chargeId)).toMatchObject([entry])
    },
  )

  test.each(cases)(
    '%s: a %s that is not found for longer than absence has to last is still done once (scenario 10)',
    async (provider, what) => {
      const { chargeId, done, entry } = await lost[what](provider, money[provider])
      const { deps, sent } = forgetful(gateway.deps, what === 'capture' ? 8 : 4)
      await passes(deps, { steps: 20, stepMs: ABSENCE_SECONDS * SECOND_MS })
      // Under the same key, or not at all: a capture by card that came twice would be done twice.
      const [{ id: providerRequestId }] = await requestsOf(chargeId, what)
      expect(new Set(sent)).toEqual(new Set(provider === 'APS' && what === 'capture' ? [] : [providerRequestId]))
      expect((await rowOf(chargeId)).status).toBe(done)
      expect(await entriesOf(chargeId)).toMatchObject([entry])
    },
  )
})

describe('a retry after the 24 hours for which PPRO knows a key', () => {
  const DAY_AND_ONE_HOUR_MS = 25 * HOUR_MS

  test.each(cases)('%s: a %s of yesterday is found, and not sent again (scenario 8)', async (provider, what) => {
    const { chargeId, done, entry, askAgain } = await lost[what](provider, money[provider])
    const { deps, sent } = forgetful(gateway.deps, 0)
    gateway.pass(DAY_AND_ONE_HOUR_MS)
    await gateway.passAtProviders(DAY_AND_ONE_HOUR_MS)
    await recoverDue(deps)
    expect((await rowOf(chargeId)).status).toBe(done)
    expect((await askAgain()).replayed).toBe(true)
    expect(sent).toEqual([])
    expect(await entriesOf(chargeId)).toMatchObject([entry])
  })

  test.each(['charge', 'refund', 'capture'] as const)(
    'PPRO: a %s of yesterday that is not found is never sent again: an operator is asked (scenario 8)',
    async what => {
      const { chargeId, entry, askAgain } = await lost[what]('PPRO', usd)
      const { deps, sent } = forgetful(gateway.deps, Number.POSITIVE_INFINITY)
      gateway.pass(DAY_AND_ONE_HOUR_MS)
      await gateway.passAtProviders(DAY_AND_ONE_HOUR_MS)
      await passes(deps, { steps: 16, stepMs: 6 * HOUR_MS })
      expect((await askAgain()).replayed).toBe(true)
      expect(sent).toEqual([])
      expect(await rowOf(chargeId)).toMatchObject({ needsAttention: true })
      const [{ state }] = await requestsOf(chargeId, what)
      expect(state).toBe('UNKNOWN')
      expect(await entriesOf(chargeId)).toMatchObject([entry])
    },
  )
})
