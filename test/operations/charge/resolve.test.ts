import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { ResolvedOutcome } from '../../../src/domain/charge/resolution.ts'
import { note } from '../../../src/domain/charge/transition.ts'
import { chargeApply } from '../../../src/operations/charge/apply.ts'
import { chargeRefund } from '../../../src/operations/charge/refund.ts'
import { chargeResolve } from '../../../src/operations/charge/resolve.ts'
import { operationsOfCharges } from '../../../src/store/reads/operations-of-charges.ts'
import { findCharge } from '../../../src/store/sql/find-rows.ts'
import type { ChargeRow } from '../../../src/store/tables.ts'
import { until } from '../../support/until.ts'
import { recoverDue } from '../../support/world/jobs.ts'
import { charge, control, givenActiveAgreement, key, mustSucceed, statuses, usd } from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'

let world: World
let aheadMs = 0
beforeAll(async () => {
  world = await createWorld({ providerDeadlineMs: 500 }, { clock: { now: () => new Date(Date.now() + aheadMs) } })
})
afterEach(async () => {
  aheadMs = 0
  await control(world, 'reset', {})
})
afterAll(() => world.close())

const row = async (id: string) => {
  const found = await findCharge(world.database, world.caller.tenant, id)
  if (found === undefined) throw new Error('no charge')
  return found
}
const operationOf = async (chargeId: string, kind: string) => {
  const found = (await operationsOfCharges(world.database, world.caller.tenant, [chargeId])).find(
    one => one.kind === kind,
  )
  if (found === undefined) throw new Error(`no ${kind}`)
  return found
}

async function givenUnknown(): Promise<ChargeRow> {
  const agreement = await givenActiveAgreement(world)
  await control(world, 'faults', { provider: 'PPRO', seed: 1, rates: { dropBeforeEffect: 1, dropWebhook: 1 } })
  const lost = await charge(world, agreement.id, 1_000n)
  expect(lost.status).toBe('UNKNOWN')
  await control(world, 'reset', {})
  return lost
}

/** For three days no response comes and no status query is answered. */
async function givenUnsettled(): Promise<ChargeRow> {
  const lost = await givenUnknown()
  await control(world, 'faults', { provider: 'PPRO', seed: 1, rates: { dropBeforeEffect: 1 } })
  await until('an operator is asked', async () => {
    aheadMs += 12 * 3_600_000
    await recoverDue(world.deps)
    return (await row(lost.id)).needsAttention
  })
  return row(lost.id)
}

async function resolve(chargeId: string, outcome: ResolvedOutcome, given: { operationId?: string; key?: string } = {}) {
  const operationId = given.operationId ?? (await operationOf(chargeId, 'AUTHORIZATION')).id
  return chargeResolve(world.deps, world.caller, {
    idempotencyKey: given.key ?? key(),
    chargeId,
    operationId,
    outcome,
    note: 'Asked PPRO by phone, ticket 4711.',
  })
}

describe('an unknown operation', () => {
  test('was done: CAPTURED, since it captures automatically; no further status query', async () => {
    const lost = await givenUnknown()
    const { charge: settled } = mustSucceed(await resolve(lost.id, 'SUCCEEDED'))
    expect(settled).toMatchObject({ status: 'CAPTURED', needsAttention: false })
    expect(await statuses(world, lost.id)).toEqual(['PROCESSING', 'UNKNOWN', 'AUTHORIZED', 'CAPTURED'])
    const told = await world.database.pool.query(
      `SELECT source, actor, data->>'note' AS note FROM events WHERE subject_id = $1 AND type = 'charge.resolved'`,
      [lost.id],
    )
    expect(told.rows).toEqual([
      { source: 'OPERATOR', actor: world.caller.actor, note: 'Asked PPRO by phone, ticket 4711.' },
    ])
    const open = await world.database.pool.query(
      `SELECT id FROM provider_requests WHERE charge_id = $1 AND state <> 'SETTLED'`,
      [lost.id],
    )
    expect(open.rows).toEqual([])
  })

  test('was not done: FAILED, and may be retried', async () => {
    const lost = await givenUnknown()
    const { charge: settled } = mustSucceed(await resolve(lost.id, 'FAILED'))
    expect(settled).toMatchObject({
      status: 'FAILED',
      needsAttention: false,
      failure: { code: 'RESOLVED_AS_FAILED', advice: 'RETRY_LATER' },
    })
  })

  test('under one key once: the second response is a replay; other arguments conflict', async () => {
    const lost = await givenUnknown()
    const once = { key: key() }
    expect(mustSucceed(await resolve(lost.id, 'FAILED', once)).replayed).toBe(false)
    expect(mustSucceed(await resolve(lost.id, 'FAILED', once)).replayed).toBe(true)
    expect(await resolve(lost.id, 'SUCCEEDED', once)).toMatchObject({
      ok: false,
      error: { code: 'IDEMPOTENCY_CONFLICT' },
    })
  })
})

const toldOf = async (id: string) =>
  (await world.database.pool.query(`SELECT FROM events WHERE subject_id = $1 AND type = 'charge.resolved'`, [id]))
    .rowCount

describe('it is refused, and nothing changes', () => {
  const refused = async (chargeId: string, asked: Promise<unknown>, error: object) => {
    const state = async () => {
      const { status, version, needsAttention } = await row(chargeId)
      return { status, version, needsAttention, told: await toldOf(chargeId) }
    }
    const before = await state()
    expect(await asked).toMatchObject({ ok: false, error })
    expect(await state()).toEqual(before)
  }

  test('if the operation is final and no operator is asked about it', async () => {
    const paid = await charge(world, (await givenActiveAgreement(world)).id, 1_000n)
    const state = { code: 'INVALID_STATE', status: 'CAPTURED' }
    await refused(paid.id, resolve(paid.id, 'SUCCEEDED'), state)
    await refused(paid.id, resolve(paid.id, 'FAILED'), state)
  })

  test('if there is no such operation or charge', async () => {
    const paid = await charge(world, (await givenActiveAgreement(world)).id, 1_000n)
    await refused(paid.id, resolve(paid.id, 'FAILED', { operationId: 'auz_nothing' }), { code: 'INVALID_STATE' })
    await refused(paid.id, resolve('chg_nothing', 'FAILED', { operationId: 'auz_nothing' }), { code: 'NOT_FOUND' })
  })

  test('if nothing is given', async () => {
    const paid = await charge(world, (await givenActiveAgreement(world)).id, 1_000n)
    const asked = chargeResolve(world.deps, world.caller, {
      idempotencyKey: key(),
      chargeId: paid.id,
      operationId: 'auz_1',
      outcome: 'FAILED',
      note: ' ',
    })
    await refused(paid.id, asked, { code: 'INVALID_INPUT', issues: [{ path: ['note'], code: 'FORMAT' }] })
  })
})

test('a contradiction is confirmed: it needs no attention any more, the records stay', async () => {
  const paid = await charge(world, (await givenActiveAgreement(world)).id, 1_000n)
  await world.database.pool.query('UPDATE charges SET needs_attention = true WHERE id = $1', [paid.id])
  const { charge: confirmed } = mustSucceed(await resolve(paid.id, 'SUCCEEDED'))
  expect(confirmed).toMatchObject({ status: 'CAPTURED', needsAttention: false, version: paid.version })
})

test('a contradiction that an operator has decided is no update when it is reported again: nothing is written', async () => {
  const paid = await charge(world, (await givenActiveAgreement(world)).id, 1_000n)
  await world.quiet()
  const data = { operationId: 'cap_1', kind: 'CAPTURE', recorded: 'SUCCEEDED', reported: 'FAILED' } as const
  const told = { type: 'charge.contradiction', key: 'again', data, needsAttention: true } as const
  const tell = () =>
    chargeApply(world.deps, {
      ...{ tenant: world.caller.tenant, chargeId: paid.id, source: 'WEBHOOK', actor: null },
      change: state => note(state, told),
    })
  expect((await tell())?.charge.needsAttention).toBe(true)
  mustSucceed(await resolve(paid.id, 'SUCCEEDED'))
  const rowOf = async () => (await world.database.pool.query('SELECT * FROM charges WHERE id = $1', [paid.id])).rows
  const before = await rowOf()
  expect(before).toMatchObject([{ needs_attention: false }])
  await tell()
  expect(await rowOf()).toEqual(before)
  await chargeApply(world.deps, {
    ...{ tenant: world.caller.tenant, chargeId: paid.id, source: 'WEBHOOK', actor: null },
    change: state => note(state, { ...told, key: 'another' }),
  })
  expect(await rowOf()).toMatchObject([{ needs_attention: true }])
})

test('of a refund: the amount that was not refunded can be refunded again', async () => {
  const paid = await charge(world, (await givenActiveAgreement(world)).id, 1_000n)
  await control(world, 'faults', { provider: 'PPRO', seed: 1, rates: { dropBeforeEffect: 1 } })
  const ask = () =>
    chargeRefund(world.deps, world.caller, { idempotencyKey: key(), chargeId: paid.id, amount: usd(1_000n) })
  const lost = mustSucceed(await ask())
  expect(lost.operation.status).toBe('UNKNOWN')
  expect(await ask()).toMatchObject({ ok: false, error: { code: 'AMOUNT_EXCEEDED' } })
  mustSucceed(await resolve(paid.id, 'FAILED', { operationId: lost.operation.id }))
  await control(world, 'reset', {})
  expect(mustSucceed(await ask()).charge.status).toBe('REFUNDED')
})

test('if no status query settles it in three days, an operator is asked and settles it', async () => {
  const lost = await givenUnsettled()
  const { charge: settled } = mustSucceed(await resolve(lost.id, 'FAILED'))
  expect(settled).toMatchObject({ status: 'FAILED', needsAttention: false })
  expect(await statuses(world, lost.id)).toEqual(['PROCESSING', 'UNKNOWN', 'FAILED'])
})
