import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chargeCapture } from '../../../src/operations/charge/capture.ts'
import { webhookReceive } from '../../../src/operations/webhook/receive.ts'
import { findCharge } from '../../../src/store/sql/find-rows.ts'
import { until } from '../../support/until.ts'
import { aed, givenActiveCard } from '../../support/world/card.ts'
import { processDue } from '../../support/world/jobs.ts'
import { apsAccount } from '../../support/world/simulators.ts'
import { control, initialChargeOf, key, ledger, mustSucceed } from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

/** APS's feedback about a capture: it names none of our requests, and no event. */
function captureFeedback(order: { id: string; reference: string }, amount: number): Uint8Array {
  const fields: Record<string, string> = {
    access_code: apsAccount.accessCode,
    amount: String(amount),
    command: 'CAPTURE',
    currency: 'AED',
    fort_id: order.id,
    language: 'en',
    merchant_identifier: apsAccount.merchantIdentifier,
    merchant_reference: order.reference,
    response_code: '04000',
    response_message: 'Success',
    status: '04',
  }
  const pairs = Object.keys(fields)
    .sort()
    .map(name => `${name}=${fields[name]}`)
    .join('')
  const phrase = apsAccount.shaResponsePhrase
  const signature = createHash('sha256').update(`${phrase}${pairs}${phrase}`).digest('hex')
  return Buffer.from(JSON.stringify({ ...fields, signature }))
}

const deliver = (rawBody: Uint8Array) =>
  webhookReceive(world.deps, 'APS', { headers: {}, rawBody, receivedAt: new Date() })

async function givenAuthorized() {
  const agreement = await givenActiveCard(world, { initialCharge: { amount: aed(9_000n), captureMode: 'MANUAL' } })
  const chargeId = await initialChargeOf(world, agreement.id)
  const charge = await findCharge(world.database, world.caller.tenant, chargeId)
  const order = (await ledger(world)).charges.find(({ id }) => id === charge?.providerReference)
  if (order === undefined) throw new Error('no order')
  return { chargeId, order }
}

/** In APS's back office: our gateway does not know of it. */
async function capturedByHand(order: { id: string; reference: string }, amount: number) {
  const fields: Record<string, string> = {
    access_code: apsAccount.accessCode,
    amount: String(amount),
    command: 'CAPTURE',
    currency: 'AED',
    fort_id: order.id,
    language: 'en',
    merchant_identifier: apsAccount.merchantIdentifier,
    merchant_reference: order.reference,
  }
  const pairs = Object.keys(fields)
    .sort()
    .map(name => `${name}=${fields[name]}`)
    .join('')
  const phrase = apsAccount.shaRequestPhrase
  const signature = createHash('sha256').update(`${phrase}${pairs}${phrase}`).digest('hex')
  const answer = await fetch(`${world.sandbox.url}/aps/FortAPI/paymentApi`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...fields, signature }),
  })
  expect(await answer.json()).toMatchObject({ response_code: '04000' })
}

const captured = async (chargeId: string) => {
  const found = await world.database.pool.query<{ sum: number }>(
    `SELECT coalesce(sum(amount), 0)::int AS sum FROM charge_operations WHERE charge_id = $1 AND kind = 'CAPTURE' AND status = 'SUCCEEDED'`,
    [chargeId],
  )
  return found.rows[0]?.sum
}

test('two equal captures are reported in two equal notifications: both count (scenario 12)', async () => {
  const { chargeId, order } = await givenAuthorized()
  await control(world, 'faults', { provider: 'APS', seed: 1, rates: { dropWebhook: 1 } })
  for (const sum of [3_000, 6_000]) {
    await capturedByHand(order, 3_000)
    await deliver(captureFeedback(order, 3_000))
    await until(`${sum} captured`, async () => {
      // On a busy machine the first try can fail; a worker tries again.
      await processDue(world.deps)
      return (await captured(chargeId)) === sum
    })
  }
  await control(world, 'reset', {})
})

test('a hundred equal notifications at once: one row, one effect, all acknowledged (scenario 12)', async () => {
  const { chargeId, order } = await givenAuthorized()
  await control(world, 'faults', { provider: 'APS', seed: 1, rates: { dropWebhook: 1 } })
  mustSucceed(await chargeCapture(world.deps, world.caller, { idempotencyKey: key(), chargeId, amount: aed(4_000n) }))
  const answers = await Promise.all(Array.from({ length: 100 }, () => deliver(captureFeedback(order, 4_000))))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  await until('all work done', async () => {
    await world.quiet()
    await processDue(world.deps)
    const found = await world.database.pool.query<{ status: string; deliveries: number }>(
      'SELECT status, deliveries FROM provider_events WHERE subject_id = $1',
      [chargeId],
    )
    return (
      found.rows.every(({ status }) => status === 'PROCESSED') &&
      found.rows.some(({ deliveries }) => deliveries === 100)
    )
  })
  expect(await captured(chargeId)).toBe(4_000)
  await control(world, 'reset', {})
})
