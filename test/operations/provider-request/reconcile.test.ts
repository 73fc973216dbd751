import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { chargeRefund } from '../../../src/operations/charge/refund.ts'
import type { Deps } from '../../../src/operations/command/deps.ts'
import type { ProviderReport } from '../../../src/providers/port/outcome.ts'
import type { Provider } from '../../../src/providers/port/provider.ts'
import type { ProviderRegistry } from '../../../src/providers/port/registry.ts'
import { findAgreement, findCharge } from '../../../src/store/sql/find-rows.ts'
import { until } from '../../support/until.ts'
import { aed, consumerGoes, givenActiveCard, givenCardAgreement } from '../../support/world/card.ts'
import { cards } from '../../support/world/consumer.ts'
import { reconcileDue } from '../../support/world/jobs.ts'
import {
  agreementIs,
  charge,
  control,
  decide,
  givenActiveAgreement,
  givenPendingAgreement,
  initialChargeOf,
  key,
  statuses,
  usd,
} from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'

let world: World
let aheadMs = 0
// It stands still except when a test advances it.
const begun = Date.now()
beforeAll(async () => {
  world = await createWorld({}, { clock: { now: () => new Date(begun + aheadMs) } })
})
afterEach(async () => {
  aheadMs = 0
  await control(world, 'reset', {})
})
afterAll(() => world.close())

/** Every notification is lost for good: the gateway was down for longer than providers retry. */
const losingWebhooks = () => control(world, 'faults', { seed: 1, rates: { dropWebhook: 1 } })
const chargeRow = async (id: string) => {
  const row = await findCharge(world.database, world.caller.tenant, id)
  if (row === undefined) throw new Error('no charge')
  return row
}
/** The provider accepts the request and answers that it is pending. */
function takingItsTime(deps: Deps): Deps {
  const later = (report: ProviderReport) =>
    report.about === 'charge'
      ? { ...report, operations: report.operations.map(operation => ({ ...operation, status: 'PENDING' as const })) }
      : report
  const send =
    (provider: Provider): Provider['send'] =>
    async (request, options) => {
      const answer = await provider.send(request, options)
      return answer.outcome === 'approved'
        ? { ...answer, outcome: 'pending', reports: answer.reports.map(later) }
        : answer
    }
  const find: ProviderRegistry['find'] = (code, account) => {
    const provider = deps.providers.find(code, account)
    return provider && { ...provider, send: send(provider) }
  }
  return { ...deps, providers: { ...deps.providers, find } }
}
/** Advances time while reconciliation runs. */
const passes = async (seconds: number, steps = 10) => {
  for (let step = 0; step < steps; step++) {
    aheadMs += (seconds * 1_000) / steps
    while ((await reconcileDue(world.deps)) > 0);
  }
}

describe('what no notification reported is found', () => {
  test('a consumer agreed, and the charge made with it was captured', async () => {
    await losingWebhooks()
    const agreement = await givenPendingAgreement(world, { initialCharge: { amount: usd(1_000n) } })
    await decide(agreement, 'approve')
    await passes(60)
    await agreementIs(world, agreement.id, 'ACTIVE')
    expect((await chargeRow(await initialChargeOf(world, agreement.id))).status).toBe('CAPTURED')
  })

  test('a charge that stayed pending was approved in the end (scenario 14)', async () => {
    const agreement = await givenActiveAgreement(world)
    await losingWebhooks()
    const pending = await charge(world, agreement.id, 400_001n)
    expect(pending.status).toBe('AUTHORIZATION_PENDING')
    await control(world, 'clock', { to: new Date(Date.now() + 3_600_000).toISOString() })
    await passes(60)
    expect((await chargeRow(pending.id)).status).toBe('CAPTURED')
    expect(await statuses(world, pending.id)).toEqual(['PROCESSING', 'AUTHORIZATION_PENDING', 'AUTHORIZED', 'CAPTURED'])
  })

  test('a bank approved, and neither the browser nor a notification came back (scenario 14)', async () => {
    await losingWebhooks()
    const agreement = await givenCardAgreement(world)
    let returns = 0
    await consumerGoes(world, agreement, {
      card: cards.visaAsked,
      until: url => url.includes('/authenticate/return/') && ++returns === 2,
    })
    await passes(60)
    await agreementIs(world, agreement.id, 'ACTIVE')
    expect((await chargeRow(await initialChargeOf(world, agreement.id))).status).toBe('CAPTURED')
  })

  test('a card refund that stayed pending succeeded in the end: found by its own reference, since no total shows it', async () => {
    const agreement = await givenActiveCard(world)
    const paid = await initialChargeOf(world, agreement.id)
    await losingWebhooks()
    const input = { idempotencyKey: key(), chargeId: paid, amount: aed(400n) }
    await chargeRefund(takingItsTime(world.deps), world.caller, input)
    await world.quiet()
    expect((await chargeRow(paid)).status).toBe('CAPTURED')
    await passes(60)
    expect((await chargeRow(paid)).status).toBe('PARTIALLY_REFUNDED')
  })

  test('a consumer revoked: found the next day (scenario 14)', async () => {
    const agreement = await givenActiveAgreement(world)
    await losingWebhooks()
    await control(world, `agreements/${agreement.providerReference}/revoke`, { by: 'CONSUMER' })
    await passes(23 * 3_600)
    expect((await findAgreement(world.database, world.caller.tenant, agreement.id))?.status).toBe('ACTIVE')
    await passes(2 * 3_600)
    await agreementIs(world, agreement.id, 'REVOKED_BY_CONSUMER')
  })
})

test('the records of a final charge are compared once more, a day later', async () => {
  const agreement = await givenActiveAgreement(world)
  const paid = await charge(world, agreement.id, 1_000n)
  // A notification processed later, at the advanced time, would plan the reconciliation a day after that.
  await world.quiet()
  const statusQueries = async () => {
    const found = await world.database.pool.query(
      `SELECT FROM provider_calls c JOIN provider_requests a ON a.id = c.provider_request_id WHERE a.charge_id = $1 AND c.verb = 'queryStatus'`,
      [paid.id],
    )
    return found.rowCount
  }
  await passes(23 * 3_600)
  expect(await statusQueries()).toBe(0)
  await passes(2 * 3_600)
  expect(await statusQueries()).toBe(1)
  expect(await chargeRow(paid.id)).toMatchObject({ status: 'CAPTURED', needsAttention: false, reconcileAt: null })
  await passes(100 * 3_600)
  expect(await statusQueries()).toBe(1)
})

test('a difference is a break: recorded for an operator, and nothing is overwritten (scenario 11)', async () => {
  const agreement = await givenActiveAgreement(world)
  const paid = await charge(world, agreement.id, 1_000n)
  await world.quiet()
  // Only our records say that it was refunded.
  await world.database.pool.query(
    `INSERT INTO charge_operations (id, merchant_id, mode, charge_id, kind, amount, currency, status, created_at, updated_at)
     SELECT 'ref_planted', merchant_id, mode, id, 'REFUND', 300, currency, 'SUCCEEDED', now(), now() FROM charges WHERE id = $1`,
    [paid.id],
  )
  await passes(25 * 3_600)
  const row = await until('an operator is asked', async () => {
    const found = await chargeRow(paid.id)
    return found.needsAttention && found
  })
  const told = await world.database.pool.query(
    `SELECT data - 'key' AS data FROM events WHERE subject_id = $1 AND type = 'reconciliation.break'`,
    [row.id],
  )
  expect(told.rows).toEqual([{ data: { what: 'refunded', ours: '300', theirs: '0' } }])
  const operations = await world.database.pool.query('SELECT status FROM charge_operations WHERE id = $1', [
    'ref_planted',
  ])
  expect(operations.rows).toEqual([{ status: 'SUCCEEDED' }])
})

test('a provider that does not answer gets status queries at growing intervals', async () => {
  const agreement = await givenActiveAgreement(world)
  await losingWebhooks()
  const pending = await charge(world, agreement.id, 400_001n)
  const due: number[] = []
  for (let count = 0; count < 6; count++) {
    const at = (await chargeRow(pending.id)).reconcileAt
    if (at === null) throw new Error('it is not asked about any more')
    due.push(Math.round((at.getTime() - pending.updatedAt.getTime()) / 1_000))
    aheadMs = at.getTime() - begun
    await reconcileDue(world.deps)
  }
  expect(due).toEqual([30, 60, 90, 135, 203, 304])
})
