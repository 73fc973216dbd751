import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { systemTime } from '../../../src/base/time/real-time.ts'
import { agreementRevoke } from '../../../src/operations/agreement/revoke.ts'
import { chargeCapture } from '../../../src/operations/charge/capture.ts'
import { chargeRefund } from '../../../src/operations/charge/refund.ts'
import type { Deps } from '../../../src/operations/command/deps.ts'
import { LEASE_MS } from '../../../src/operations/provider-request/lease.ts'
import type { Provider } from '../../../src/providers/port/provider.ts'
import type { Database } from '../../../src/store/sql/database.ts'
import { findAgreement, findCharge } from '../../../src/store/sql/find-rows.ts'
import { aed, consumerGoes, givenActiveCard, givenCardAgreement } from '../../support/world/card.ts'
import { cards, walk } from '../../support/world/consumer.ts'
import { pagesOf } from '../../support/world/gateway-pages.ts'
import { abandonDue, reconcileDue, recoverDue } from '../../support/world/jobs.ts'
import { charge, control, initialChargeOf, key, ledger, mustSucceed } from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'

const HOUR_MS = 3_600_000

let world: World
let aheadMs = 0
const clock = { now: () => new Date(Date.now() + aheadMs) }
beforeAll(async () => {
  world = await createWorld({}, { clock })
})
afterEach(async () => {
  aheadMs = 0
  await control(world, 'reset', {})
})
afterAll(() => world.close())

const rowOf = async (id: string, at = world) => {
  const row = await findCharge(at.database, at.caller.tenant, id)
  if (row === undefined) throw new Error('no charge')
  return row
}
const orderOf = async (chargeId: string) => {
  const { providerReference } = await rowOf(chargeId)
  return (await ledger(world)).charges.find(({ id }) => id === providerReference)
}
const sumOf = async (chargeId: string, kind: string, status = 'SUCCEEDED') => {
  const found = await world.database.pool.query<{ sum: number }>(
    'SELECT coalesce(sum(amount), 0)::int AS sum FROM charge_operations WHERE charge_id = $1 AND kind = $2 AND status = $3',
    [chargeId, kind, status],
  )
  return found.rows[0]?.sum
}

/** Runs all background work for this long. */
async function passes(milliseconds: number, steps = 30, deps: Deps = world.deps): Promise<void> {
  for (let step = 0; step < steps; step++) {
    aheadMs += milliseconds / steps
    await recoverDue(deps)
    await abandonDue(deps)
    await reconcileDue(deps)
  }
}

function withProvider(at: World, change: (provider: Provider) => Partial<Provider>): Deps {
  const real = at.deps.providers.find('APS', null)
  if (real === undefined) throw new Error('no APS')
  const provider = { ...real, ...change(real) }
  return { ...at.deps, providers: { ...at.deps.providers, find: () => provider } }
}

/** The database, with something done or broken right after a statement of this name. */
function afterStatement(
  database: Database,
  name: string,
  then: (values: readonly unknown[]) => Promise<void>,
): Database {
  const intercept = (target: object): object =>
    new Proxy(target, {
      get(of, property) {
        const value: unknown = Reflect.get(of, property)
        if (typeof value !== 'function') return value
        return async (...given: unknown[]) => {
          const result: unknown = await Reflect.apply(value, of, given)
          const [statement, values] = given as [{ name?: string } | undefined, unknown[] | undefined]
          if (statement?.name?.startsWith(name)) await then(values ?? [])
          return result
        }
      },
    })
  return intercept(database) as Database
}

const authorized = async () =>
  initialChargeOf(
    world,
    (await givenActiveCard(world, { initialCharge: { amount: aed(10_000n), captureMode: 'MANUAL' } })).id,
  )
const capture = async (deps: Deps, chargeId: string, value: bigint) =>
  mustSucceed(await chargeCapture(deps, world.caller, { idempotencyKey: key(), chargeId, amount: aed(value) }))
const loses = (rates: object) => control(world, 'faults', { provider: 'APS', seed: 5, rates })

describe('the right one of two equal operations is found', () => {
  test('one capture never arrived, the other’s notification comes before its response', async () => {
    const chargeId = await authorized()
    await loses({ dropBeforeEffect: 1 })
    const lost = await capture(world.deps, chargeId, 3_000n)
    expect(lost.operation.status).toBe('UNKNOWN')
    await control(world, 'reset', {})
    const slow = withProvider(world, real => ({
      send: async (request, options) => {
        const answer = await real.send(request, options)
        await delay(500)
        return answer
      },
    }))
    await capture(slow, chargeId, 3_000n)
    await world.quiet()
    await passes(HOUR_MS)
    expect(await sumOf(chargeId, 'CAPTURE')).toBe(3_000)
    expect(await sumOf(chargeId, 'CAPTURE', 'FAILED')).toBe(3_000)
    expect(await orderOf(chargeId)).toMatchObject({ captured: 3_000 })
  })

  test('one refund never arrived, the other’s response was lost', async () => {
    const paid = await charge(world, (await givenActiveCard(world)).id, 0n, { amount: aed(2_500n) })
    const refund = async () =>
      mustSucceed(
        await chargeRefund(world.deps, world.caller, { idempotencyKey: key(), chargeId: paid.id, amount: aed(1_000n) }),
      )
    await loses({ dropBeforeEffect: 1 })
    await refund()
    await loses({ dropAfterEffect: 1, dropWebhook: 1 })
    await refund()
    await control(world, 'reset', {})
    await passes(HOUR_MS)
    expect(await orderOf(paid.id)).toMatchObject({ refunded: 2_000 })
    expect(await sumOf(paid.id, 'REFUND')).toBe(2_000)
  })

  test('a refund that APS is not certain about is not sent again', async () => {
    const paid = await charge(world, (await givenActiveCard(world)).id, 0n, { amount: aed(2_500n) })
    let sent = 0
    const counting = withProvider(world, real => ({
      send: (request, options) => {
        sent++
        return real.send(request, options)
      },
    }))
    await control(world, 'outcomes', { provider: 'APS', operation: 'refund', outcomes: ['uncertain'] })
    await loses({ dropAfterEffect: 1, dropWebhook: 1 })
    mustSucceed(
      await chargeRefund(counting, world.caller, { idempotencyKey: key(), chargeId: paid.id, amount: aed(1_000n) }),
    )
    await loses({ dropWebhook: 1 })
    await passes(HOUR_MS, 30, counting)
    expect(sent).toBe(1)
  })
})

describe('no work is left for what is given up', () => {
  test('not a payment that APS reviews: it is captured in the end', async () => {
    const agreement = await givenCardAgreement(world)
    const { end } = await consumerGoes(world, agreement, { until: url => url.includes('/authenticate/return/') })
    await loses({ dropAfterEffect: 1, dropWebhook: 1 })
    await control(world, 'outcomes', { provider: 'APS', operation: 'charge', outcomes: ['review'] })
    await pagesOf(world)(end, {})
    await loses({ dropWebhook: 1 })
    const id = await initialChargeOf(world, agreement.id)
    await passes(5_000, 5)
    expect((await rowOf(id)).status).toBe('AUTHORIZATION_PENDING')
    await passes(2 * HOUR_MS)
    expect((await rowOf(id)).status).not.toBe('DISCARDED')
    await control(world, 'clock', { to: new Date(Date.now() + HOUR_MS).toISOString() })
    await passes(12 * HOUR_MS)
    expect(await rowOf(id)).toMatchObject({ status: 'CAPTURED', needsAttention: false })
    expect((await findAgreement(world.database, world.caller.tenant, agreement.id))?.status).toBe('ACTIVE')
  })

  test('not an agreement whose consumer comes at the same moment', async () => {
    const agreement = await givenCardAgreement(world)
    const { end } = await consumerGoes(world, agreement, {
      card: cards.visaAsked,
      until: url => url.includes('/authenticate/return/'),
    })
    aheadMs = 61 * 60_000
    const database = afterStatement(world.database, 'agreements-overdue', async () => {
      await pagesOf(world)(end, {})
    })
    await abandonDue({ ...world.deps, database })
    expect((await rowOf(await initialChargeOf(world, agreement.id))).status).toBe('AUTHENTICATION_PENDING')
  })

  test.each([
    ['15778', { abandonedAuthentication: '15778' }],
    ['12036', { unfinishedInCheckStatus: 'not-found' }],
  ] as const)(
    'the consumer has left the bank, APS says %s: status queries end after a limited time',
    async (_, apsInferences) => {
      const own = await createWorld({}, { clock, apsInferences })
      const agreement = await givenCardAgreement(own)
      await consumerGoes(own, agreement, { card: cards.visaAsked, until: url => url.includes('secure3ds') })
      await control(own, 'clock', { to: new Date(Date.now() + 40 * 60_000).toISOString() })
      let asked = 0
      const counting = withProvider(own, real => ({
        queryStatus: (question, options) => {
          asked++
          return real.queryStatus(question, options)
        },
      }))
      const days = async (count: number) => {
        await passes(count * 24 * HOUR_MS, count * 24, counting)
        const before = asked
        return before
      }
      const first = await days(5)
      expect(first).toBeLessThan(100)
      const row = await rowOf(await initialChargeOf(own, agreement.id), own)
      const after = await findAgreement(own.database, own.caller.tenant, agreement.id)
      expect(after?.status === 'FAILED' || after?.needsAttention).toBe(true)
      expect(['DISCARDED', 'AUTHENTICATION_PENDING']).toContain(row.status)
      // From now on rarely: what waits is queried at most four times a day.
      expect((await days(5)) - first).toBeLessThanOrEqual(21)
      await own.close()
    },
  )
})

describe('a revocation before the agreement was ACTIVE', () => {
  test('with the consumer at the bank: the payment is found although no notification comes', async () => {
    const agreement = await givenCardAgreement(world)
    const { end: bank } = await consumerGoes(world, agreement, {
      card: cards.visaAsked,
      until: url => url.includes('secure3ds'),
    })
    await loses({ dropWebhook: 1 })
    mustSucceed(await agreementRevoke(world.deps, world.caller, { agreementId: agreement.id }))
    await walk(bank, { open: pagesOf(world), until: url => url.includes('/authenticate/return/') })
    await passes(HOUR_MS)
    expect(await rowOf(await initialChargeOf(world, agreement.id))).toMatchObject({
      status: 'CAPTURED',
      needsAttention: true,
    })
    const { agreements } = await ledger(world)
    expect(agreements.filter(({ status }) => status === 'ACTIVE').map(({ id }) => id)).not.toContain(
      agreement.id.replace('agr_', 'att_'),
    )
  })

  test('before any card is given: the charge is DISCARDED, and nothing was ever sent', async () => {
    const agreement = await givenCardAgreement(world)
    mustSucceed(await agreementRevoke(world.deps, world.caller, { agreementId: agreement.id }))
    const row = await rowOf(await initialChargeOf(world, agreement.id))
    expect(row).toMatchObject({ status: 'DISCARDED', authenticationMethods: [], failure: { kind: 'CANCELED' } })
  })
})

test('a purchase that stays pending without a notification is captured in the end', async () => {
  const agreement = await givenActiveCard(world)
  await loses({ dropWebhook: 1 })
  await control(world, 'outcomes', { provider: 'APS', operation: 'charge', outcomes: ['pending'] })
  const pending = await charge(world, agreement.id, 0n, { amount: aed(700n) })
  expect(pending.status).toBe('AUTHORIZATION_PENDING')
  await control(world, 'clock', { to: new Date(Date.now() + 2 * HOUR_MS).toISOString() })
  await passes(HOUR_MS)
  expect(await rowOf(pending.id)).toMatchObject({ status: 'CAPTURED', needsAttention: false })
})

test('the process is killed between the plan and the failure of a request that never arrived: the next process continues (scenario 2)', async () => {
  const chargeId = await authorized()
  await loses({ dropBeforeEffect: 1 })
  await capture(world.deps, chargeId, 3_000n)
  await control(world, 'reset', {})
  let killed = false
  // The planned work that runs at once; another process takes it over if this process dies.
  const database = afterStatement(world.database, 'provider-request-plan-status-query', async values => {
    if (values[4] === true) killed = true
    if (killed) throw new Error('killed')
  })
  for (let step = 0; step < 60 && !killed; step++) {
    aheadMs += 500
    await recoverDue({ ...world.deps, database }).catch(() => {})
  }
  expect(killed).toBe(true)
  const realTime = { ...systemTime, nowMs: () => systemTime.nowMs() + LEASE_MS }
  await passes(HOUR_MS, 30, { ...world.deps, realTime })
  expect(await sumOf(chargeId, 'CAPTURE', 'FAILED')).toBe(3_000)
})
