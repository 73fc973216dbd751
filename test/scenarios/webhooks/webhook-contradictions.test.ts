import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findCharge } from '../../../src/store/sql/find-rows.ts'
import type { Delivery } from '../../providers/conformance/mailbox.ts'
import { aed, givenActiveCard } from '../../support/world/card.ts'
import { charge, givenActiveAgreement, ledger } from '../../support/world/story.ts'
import { byAps, byPpro, membersOf } from '../support/by-hand.ts'
import { type Gateway, startGateway } from '../support/gateway.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway()
})
afterAll(() => gateway.close())

/** A charge of 10.00 that was captured, and the notification with which its provider reported it. */
const given = {
  PPRO: async () => {
    const { id: agreementId } = await givenActiveAgreement(gateway)
    await gateway.delivered()
    gateway.notify('mailbox')
    const paid = await charge(gateway, agreementId, 1_000n)
    return { paid, told: await lastTold() }
  },
  APS: async () => {
    const { id: agreementId } = await givenActiveCard(gateway)
    await gateway.delivered()
    gateway.notify('mailbox')
    const paid = await charge(gateway, agreementId, 0n, { amount: aed(1_000n) })
    return { paid, told: await lastTold() }
  },
} as const

async function lastTold(): Promise<Delivery> {
  await gateway.delivered()
  gateway.notify('gateway')
  const last = gateway.mailbox.deliveries.at(-1)
  if (last === undefined) throw new Error('nothing was told')
  return last
}

/** Another event, signed by the provider, with another content. */
const saying = {
  PPRO: (told: Delivery, change: { readonly type?: string; readonly amount?: object; readonly failure?: object }) => {
    const event = membersOf(told)
    const { type = event.type, ...data } = change
    return byPpro(JSON.stringify({ ...event, id: randomUUID(), type, data: { ...event.data, type, ...data } }))
  },
  APS: (told: Delivery, change: Readonly<Record<string, string>>) => byAps({ ...membersOf(told), ...change }),
} as const

const failure = { failureType: 'PROVIDER_DECLINE', failureCode: 'GENERIC_DECLINE', failureMessage: 'no' }
const contradiction = (kind: string) => ({
  type: 'charge.contradiction',
  data: { recorded: 'SUCCEEDED', reported: 'FAILED', kind },
})
const breakOf = (data: object) => ({ type: 'reconciliation.break', data })

const cases = [
  {
    what: 'PPRO reports that the capture failed',
    provider: 'PPRO',
    contradict: (told: Delivery) => saying.PPRO(told, { type: 'PAYMENT_CHARGE_CAPTURE_FAILED', failure }),
    notes: [contradiction('CAPTURE')],
  },
  {
    what: 'PPRO reports another amount',
    provider: 'PPRO',
    contradict: (told: Delivery) => saying.PPRO(told, { amount: { value: 999, currency: 'USD' } }),
    notes: [breakOf({ ours: '1000', theirs: '999' })],
  },
  {
    what: 'PPRO reports another currency',
    provider: 'PPRO',
    contradict: (told: Delivery) => saying.PPRO(told, { amount: { value: 1_000, currency: 'EUR' } }),
    notes: [breakOf({ what: 'currency', ours: 'USD', theirs: 'EUR' })],
  },
  {
    what: 'APS reports that the payment was declined',
    provider: 'APS',
    contradict: (told: Delivery) =>
      saying.APS(told, { status: '13', response_code: '13666', acquirer_response_code: '51' }),
    notes: [contradiction('AUTHORIZATION')],
  },
  {
    what: 'APS reports another amount',
    provider: 'APS',
    contradict: (told: Delivery) => saying.APS(told, { amount: '999' }),
    // A successful purchase is an authorization and a capture.
    notes: [breakOf({ ours: '1000', theirs: '999' }), breakOf({ what: 'capture beyond the amount', theirs: '999' })],
  },
  {
    what: 'APS reports another currency',
    provider: 'APS',
    contradict: (told: Delivery) => saying.APS(told, { currency: 'SAR' }),
    notes: [breakOf({ what: 'currency', ours: 'AED', theirs: 'SAR' })],
  },
] as const

describe('against an earlier response: recorded once, for an operator, and nothing changes', () => {
  test.each(cases)('(scenario 11) $what, which it is not', async ({ provider, contradict, notes }) => {
    const { paid, told } = await given[provider]()
    for (const delivery of [told, contradict(told), contradict(told), told]) {
      expect(await gateway.deliver(provider, delivery)).toBe(200)
      await gateway.webhooksProcessed()
    }
    expect(await findCharge(gateway.database, gateway.caller.tenant, paid.id)).toMatchObject({
      status: 'CAPTURED',
      version: paid.version,
      needsAttention: true,
    })
    const { rows } = await gateway.database.pool.query(
      'SELECT type, version, data FROM events WHERE subject_id = $1 AND NOT change ORDER BY seq',
      [paid.id],
    )
    expect(rows).toMatchObject(notes.map(note => ({ ...note, version: paid.version })))
    const entry = (await ledger(gateway)).charges.find(({ id }) => id === paid.providerReference)
    expect(entry).toMatchObject({ status: 'CAPTURED', captured: 1_000 })
  })
})
