import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { chargeRefund } from '../../../src/operations/charge/refund.ts'
import { findCharge } from '../../../src/store/sql/find-rows.ts'
import { aed, givenActiveCard } from '../../support/world/card.ts'
import { charge, control, givenActiveAgreement, key, ledger, mustSucceed, usd } from '../../support/world/story.ts'
import { type Gateway, startGateway } from '../support/gateway.ts'

const DAYS_30_MS = 30 * 86_400_000

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway()
})
afterEach(() => control(gateway, 'reset', {}))
afterAll(() => gateway.close())

const paidBy = {
  PPRO: async () => charge(gateway, (await givenActiveAgreement(gateway)).id, 1_000n),
  APS: async () => charge(gateway, (await givenActiveCard(gateway)).id, 0n, { amount: aed(1_000n) }),
} as const

/** A refund that the provider has made and we do not know of: its signed notification is the first update. */
async function givenLostRefund(provider: 'PPRO' | 'APS') {
  const paid = await paidBy[provider]()
  await gateway.delivered()
  await gateway.work()
  gateway.notify('mailbox')
  const heard = gateway.mailbox.deliveries.length
  await control(gateway, 'faults', { provider, seed: 1, rates: { dropAfterEffect: 1 } })
  const amount = provider === 'PPRO' ? usd(400n) : aed(400n)
  const input = { idempotencyKey: key(), chargeId: paid.id, amount }
  const { operation } = mustSucceed(await chargeRefund(gateway.deps, gateway.caller, input))
  expect(operation.status).toBe('UNKNOWN')
  await control(gateway, 'reset', {})
  await gateway.delivered()
  gateway.notify('gateway')
  const [told, ...others] = gateway.mailbox.deliveries.slice(heard)
  if (told === undefined || others.length > 0) throw new Error('one notification has to tell of a refund')
  return { paid, told }
}

const state = async (chargeId: string) => {
  const row = await findCharge(gateway.database, gateway.caller.tenant, chargeId)
  const { rows } = await gateway.database.pool.query<{ type: string; source: string; version: number }>(
    'SELECT type, source, version FROM events WHERE subject_id = $1 ORDER BY seq',
    [chargeId],
  )
  return { version: row?.version ?? 0, status: row?.status, needsAttention: row?.needsAttention, events: rows }
}

const inbox = async (chargeId: string, receivedAfter: Date) => {
  const { rows } = await gateway.database.pool.query<{ status: string; deliveries: number }>(
    'SELECT status, deliveries FROM provider_events WHERE subject_id = $1 AND received_at > $2',
    [chargeId, receivedAfter],
  )
  return rows
}

test.each(['PPRO', 'APS'] as const)(
  '%s: the same signed webhook a hundred times at once, and again 30 days later, has one effect (scenario 12)',
  async provider => {
    const { paid, told } = await givenLostRefund(provider)
    const [before, since] = [await state(paid.id), gateway.deps.clock.now()]
    expect(before).toMatchObject({ status: 'CAPTURED', needsAttention: false })

    const answers = await Promise.all(Array.from({ length: 100 }, () => gateway.deliver(provider, told)))
    expect(answers).toEqual(Array.from({ length: 100 }, () => 200))
    await gateway.work()
    expect(await inbox(paid.id, since)).toEqual([{ status: 'PROCESSED', deliveries: 100 }])
    const after = await state(paid.id)
    const event = { type: 'charge.refund_succeeded', source: 'WEBHOOK', version: before.version + 1 }
    expect(after).toEqual({
      ...before,
      version: before.version + 1,
      status: 'PARTIALLY_REFUNDED',
      events: [...before.events, event],
    })

    gateway.pass(DAYS_30_MS)
    expect(await gateway.deliver(provider, told)).toBe(200)
    await gateway.work()
    expect(await inbox(paid.id, since)).toEqual([{ status: 'PROCESSED', deliveries: 101 }])
    expect(await state(paid.id)).toEqual(after)
    const entry = (await ledger(gateway)).charges.find(({ id }) => id === paid.providerReference)
    expect(entry).toMatchObject({ captured: 1_000, refunded: 400 })
  },
)
