import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { chargeCreate } from '../../../src/operations/charge/create.ts'
import { chargeRefund } from '../../../src/operations/charge/refund.ts'
import { findAgreement, findCharge } from '../../../src/store/sql/find-rows.ts'
import { aed, consumerGoes, givenActiveCard, givenCardAgreement } from '../../support/world/card.ts'
import { cards } from '../../support/world/consumer.ts'
import { reconcileDue, recoverDue } from '../../support/world/jobs.ts'
import {
  charge,
  control,
  decide,
  givenActiveAgreement,
  givenPendingAgreement,
  initialChargeOf,
  key,
  ledger,
  mustSucceed,
  usd,
} from '../../support/world/story.ts'
import { actAtAps, refundAtPpro } from '../support/by-hand.ts'
import { type Gateway, startGateway } from '../support/gateway.ts'
import { losingAnswers } from '../support/providers.ts'

const HOUR_MS = 3_600_000
/** PPRO retries for 68 hours, APS for a minute and a half. */
const LONGER_THAN_ANY_RETRY_MS = 70 * HOUR_MS

let gateway: Gateway
beforeEach(async () => {
  gateway = await startGateway()
})
afterEach(() => gateway.close())

const chargeRow = async (id: string) => {
  const row = await findCharge(gateway.database, gateway.caller.tenant, id)
  if (row === undefined) throw new Error('no charge')
  return row
}
const agreementStatus = async (id: string) => (await findAgreement(gateway.database, gateway.caller.tenant, id))?.status

/** Nothing listens: connections are refused. */
async function closedPort(): Promise<string> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return `http://127.0.0.1:${port}/webhooks`
}

async function goDown(): Promise<void> {
  await gateway.delivered()
  await gateway.quiet()
  const nowhere = await closedPort()
  for (const provider of ['PPRO', 'APS']) gateway.sandbox.setWebhookUrl(provider, nowhere)
}

/** Days pass at the providers, then the gateway is back, and works. */
async function comeBackUp(): Promise<void> {
  await gateway.passAtProviders(LONGER_THAN_ANY_RETRY_MS)
  gateway.notify('gateway')
  gateway.pass(LONGER_THAN_ANY_RETRY_MS)
  for (let hour = 0; hour < 30; hour++) {
    await recoverDue(gateway.deps)
    while ((await reconcileDue(gateway.deps)) > 0);
    gateway.pass(HOUR_MS)
  }
}

/** By provider, what was sent while the gateway was down. */
async function undelivered(before: number) {
  const answer = await fetch(`${gateway.sandbox.url}/control/ledger`)
  const { webhooks } = (await answer.json()) as {
    webhooks: { provider: string; attempts: number; delivered: boolean }[]
  }
  return webhooks.slice(before)
}

async function webhooksSoFar(): Promise<number> {
  return (await undelivered(0)).length
}

const stateOf = async (ids: Readonly<Record<string, string>>) => {
  const found = Object.entries(ids).map(async ([name, id]) => [
    name,
    id.startsWith('agr_') ? await agreementStatus(id) : (await chargeRow(id)).status,
  ])
  return Object.fromEntries(await Promise.all(found))
}

/** The provider's and our records of every charge. */
async function bothRecords() {
  const { charges } = await ledger(gateway)
  const { rows } = await gateway.database.pool.query<Record<string, unknown>>(
    `SELECT c.provider_reference AS id, coalesce(sum(o.amount) FILTER (WHERE o.kind = 'CAPTURE'), 0)::int AS captured,
       coalesce(sum(o.amount) FILTER (WHERE o.kind = 'REFUND'), 0)::int AS refunded
     FROM charges c LEFT JOIN charge_operations o ON o.charge_id = c.id AND o.status = 'SUCCEEDED'
     WHERE c.provider_reference IS NOT NULL GROUP BY c.id ORDER BY c.provider_reference`,
  )
  const theirs = charges.map(({ id, captured, refunded }) => ({ id, captured, refunded }))
  return { ours: rows, theirs: theirs.toSorted((one, other) => (one.id < other.id ? -1 : 1)) }
}

test('PPRO has given up its notifications: reconciliation finds all changes (scenario 14)', async () => {
  const waiting = await givenPendingAgreement(gateway, { initialCharge: { amount: usd(1_000n) } })
  const forgotten = await givenPendingAgreement(gateway, { initialCharge: { amount: usd(1_000n) } })
  const revoked = await givenActiveAgreement(gateway)
  const { id: agreementId } = await givenActiveAgreement(gateway)
  const refundedByHand = await charge(gateway, agreementId, 1_000n)
  await goDown()
  const before = await webhooksSoFar()

  const pending = await charge(gateway, agreementId, 400_001n)
  const declinedLater = await charge(gateway, agreementId, 400_002n)
  const losing = losingAnswers(gateway.deps)
  const input = { idempotencyKey: key(), agreementId, amount: usd(1_100n) }
  const lost = mustSucceed(await chargeCreate(losing, gateway.caller, input)).charge
  const paid = await charge(gateway, agreementId, 1_200n)
  await chargeRefund(losing, gateway.caller, { idempotencyKey: key(), chargeId: paid.id, amount: usd(200n) })
  await decide(waiting, 'approve')
  await refundAtPpro(gateway, String(refundedByHand.providerReference), 300)
  await control(gateway, `agreements/${revoked.providerReference}/revoke`, { by: 'CONSUMER' })

  await comeBackUp()
  const told = await undelivered(before)
  expect(told.length).toBeGreaterThan(10)
  expect(new Set(told.map(({ attempts, delivered }) => `${attempts} ${delivered}`))).toEqual(new Set(['15 false']))
  const initial = async (id: string) => initialChargeOf(gateway, id)
  expect(
    await stateOf({
      waiting: waiting.id,
      itsCharge: await initial(waiting.id),
      forgotten: forgotten.id,
      itsChargeToo: await initial(forgotten.id),
      revoked: revoked.id,
      pending: pending.id,
      declinedLater: declinedLater.id,
      lost: lost.id,
      lostRefund: paid.id,
      refundedByHand: refundedByHand.id,
    }),
  ).toEqual({
    waiting: 'ACTIVE',
    itsCharge: 'CAPTURED',
    forgotten: 'FAILED',
    itsChargeToo: 'DISCARDED',
    revoked: 'REVOKED_BY_CONSUMER',
    pending: 'CAPTURED',
    declinedLater: 'FAILED',
    lost: 'CAPTURED',
    lostRefund: 'PARTIALLY_REFUNDED',
    refundedByHand: 'PARTIALLY_REFUNDED',
  })
  const { ours, theirs } = await bothRecords()
  expect(ours).toEqual(theirs)
})

test('APS has given up its notifications: reconciliation finds all changes (scenario 14)', async () => {
  const manual = { amount: aed(1_000n), captureMode: 'MANUAL' } as const
  const waiting = await givenCardAgreement(gateway)
  const authorized = await givenActiveCard(gateway, { initialCharge: manual })
  const { id: agreementId } = await givenActiveCard(gateway)
  const buy = (value: bigint) => charge(gateway, agreementId, 0n, { amount: aed(value) })
  const refundedByHand = await buy(1_000n)
  await goDown()
  const before = await webhooksSoFar()

  let returns = 0
  // The bank approves, and the browser does not come back.
  await consumerGoes(gateway, waiting, {
    card: cards.visaAsked,
    until: url => url.includes('/authenticate/return/') && ++returns === 2,
  })
  const pending = await buy(400_001n)
  const declinedLater = await buy(400_002n)
  const losing = losingAnswers(gateway.deps)
  const input = { idempotencyKey: key(), agreementId, amount: aed(1_100n) }
  const lost = mustSucceed(await chargeCreate(losing, gateway.caller, input)).charge
  const paid = await buy(1_200n)
  await chargeRefund(losing, gateway.caller, { idempotencyKey: key(), chargeId: paid.id, amount: aed(200n) })
  const capturedByHand = await initialChargeOf(gateway, authorized.id)
  const { charges } = await ledger(gateway)
  for (const [command, amount, chargeId] of [
    ['CAPTURE', '1000', capturedByHand],
    ['REFUND', '300', refundedByHand.id],
  ] as const) {
    const { providerReference } = await chargeRow(chargeId)
    const reference = charges.find(({ id }) => id === providerReference)?.reference ?? ''
    await actAtAps(gateway, { command, amount, currency: 'AED', merchant_reference: reference })
  }

  await comeBackUp()
  const told = await undelivered(before)
  expect(told.length).toBeGreaterThan(8)
  expect(new Set(told.map(({ attempts, delivered }) => `${attempts} ${delivered}`))).toEqual(new Set(['10 false']))
  expect(
    await stateOf({
      waiting: waiting.id,
      itsCharge: await initialChargeOf(gateway, waiting.id),
      pending: pending.id,
      declinedLater: declinedLater.id,
      lost: lost.id,
      lostRefund: paid.id,
      capturedByHand,
      refundedByHand: refundedByHand.id,
    }),
  ).toEqual({
    waiting: 'ACTIVE',
    itsCharge: 'CAPTURED',
    pending: 'CAPTURED',
    declinedLater: 'FAILED',
    lost: 'CAPTURED',
    lostRefund: 'PARTIALLY_REFUNDED',
    capturedByHand: 'CAPTURED',
    refundedByHand: 'PARTIALLY_REFUNDED',
  })
  const { ours, theirs } = await bothRecords()
  expect(ours).toEqual(theirs)
})
