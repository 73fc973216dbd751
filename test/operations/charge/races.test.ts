import { afterAll, beforeAll, expect, test } from 'vitest'
import { moveAgreement } from '../../../src/domain/agreement/transition.ts'
import { addOperation, moveOperation } from '../../../src/domain/charge/transition.ts'
import { agreementRevoke } from '../../../src/operations/agreement/revoke.ts'
import { chargeCapture } from '../../../src/operations/charge/capture.ts'
import { chargeRefund } from '../../../src/operations/charge/refund.ts'
import { chargeSync } from '../../../src/operations/charge/sync.ts'
import { chargeVoid } from '../../../src/operations/charge/void.ts'
import { agreementWrites, loadAgreement } from '../../../src/store/agreement/repository.ts'
import { chargeWrites, loadCharge, newOperationId } from '../../../src/store/charge/repository.ts'
import { aggregateLock } from '../../../src/store/sql/aggregate-lock.ts'
import type { Transaction } from '../../../src/store/sql/database.ts'
import { write } from '../../../src/store/sql/write.ts'
import { until } from '../../support/until.ts'
import { charge, givenActiveAgreement, givenPendingAgreement, key, ledger, usd } from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const cause = () => ({ source: 'API', actor: 'race', now: new Date() }) as const

/** The versions of an object in the order in which the log is read. */
async function logOrder(subjectId: string): Promise<number[]> {
  const { rows } = await world.database.pool.query<{ version: number }>(
    'SELECT version FROM events WHERE subject_id = $1 AND change ORDER BY xid, seq',
    [subjectId],
  )
  return rows.map(({ version }) => version)
}

const rising = (to: number) => Array.from({ length: to }, (_, index) => index + 1)

/**
 * Transaction ids of the sessions that wait for an aggregate's lock at this moment. A session that waits for a row lock
 * has none at first either, but gets one while it still waits for the next holder. No test can stop it at that moment.
 */
async function waitingTransactionIds(): Promise<(string | null)[]> {
  const { rows } = await world.database.pool.query<{ xid: string | null }>(
    `SELECT backend_xid::text AS xid FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event = 'advisory' AND state = 'active'`,
  )
  return rows.map(({ xid }) => xid)
}

/**
 * Three sessions on one aggregate: two more begin before the first has written, and wait for it. Two are not enough:
 * with row locks alone, the third session reverses the order of the log.
 */
async function race(
  lock: bigint,
  lockAndWrite: (sql: Transaction, beforeWrite: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const others: Promise<void>[] = []
  await world.database.transaction(
    sql =>
      lockAndWrite(sql, async () => {
        for (let count = 0; count < 2; count++)
          others.push(world.database.transaction(other => lockAndWrite(other, async () => {}), { locks: [lock] }))
        const waiting = await until('the others to wait', async () => {
          const found = await waitingTransactionIds()
          return found.length >= 2 && found
        })
        // The main point: a session that waits for the lock has no transaction id yet, so its events come later.
        expect(waiting.filter(id => id !== null)).toEqual([])
      }),
    { locks: [lock] },
  )
  await Promise.all(others)
}

test('sessions racing on one charge: the order of the log is the order of versions (scenario 16)', async () => {
  const agreement = await givenActiveAgreement(world)
  const paid = await charge(world, agreement.id, 1_000n)
  await world.quiet()
  await race(aggregateLock('charge', paid.id), async (sql, beforeWrite) => {
    const loaded = await loadCharge(sql, world.caller.tenant, paid.id)
    if (loaded === undefined) throw new Error('no charge')
    await beforeWrite()
    const id = newOperationId('REFUND', new Date())
    const facts = {
      id,
      kind: 'REFUND',
      amount: 10n,
      status: 'PROCESSING',
      failure: null,
      providerReference: null,
      sentReference: null,
    } as const
    const state = moveOperation(addOperation(loaded.state, facts), id, { status: 'SUCCEEDED' })
    const { writes } = await chargeWrites(sql, loaded, state, cause())
    await write(sql, writes)
  })
  const versions = await logOrder(paid.id)
  expect(versions).toEqual(rising(paid.version + 6))
})

test('sessions racing on one agreement: the order of the log is the order of versions (scenario 16)', async () => {
  const pending = await givenPendingAgreement(world)
  await world.quiet()
  const moves = ['AUTHORIZATION_PROCESSING', 'ACTIVE', 'EXPIRED'] as const
  let turn = 0
  await race(aggregateLock('agreement', pending.id), async (sql, beforeWrite) => {
    const loaded = await loadAgreement(sql, world.caller.tenant, pending.id)
    if (loaded === undefined) throw new Error('no agreement')
    await beforeWrite()
    const status = moves[turn++] ?? 'ACTIVE'
    const { writes } = await agreementWrites(sql, loaded, moveAgreement(loaded.state, status, {}), cause())
    await write(sql, writes)
  })
  expect(await logOrder(pending.id)).toEqual(rising(pending.version + 3))
})

test('captures, voids, refunds, status queries, webhooks and a revocation at once: versions have no duplicates and no gaps, the ledger agrees', async () => {
  const agreement = await givenActiveAgreement(world)
  const authorized = await charge(world, agreement.id, 2_000n, { captureMode: 'MANUAL' })
  const { deps, caller } = world
  const on = (value: bigint) => ({ idempotencyKey: key(), chargeId: authorized.id, amount: usd(value) })
  await Promise.all([
    chargeCapture(deps, caller, on(700n)),
    chargeCapture(deps, caller, on(700n)),
    chargeCapture(deps, caller, on(700n)),
    chargeVoid(deps, caller, on(300n)),
    chargeRefund(deps, caller, on(100n)),
    chargeSync(deps, caller, { chargeId: authorized.id }),
    agreementRevoke(deps, caller, { agreementId: agreement.id }),
  ])
  await world.quiet()
  const { rows } = await world.database.pool.query<{ kind: string; total: string }>(
    `SELECT kind, sum(amount)::text AS total FROM charge_operations
     WHERE charge_id = $1 AND status = 'SUCCEEDED' GROUP BY kind`,
    [authorized.id],
  )
  const total = (kind: string) => Number(rows.find(row => row.kind === kind)?.total ?? 0)
  const entry = (await ledger(world)).charges.find(({ id }) => id === authorized.providerReference)
  expect(entry).toMatchObject({ captured: total('CAPTURE'), voided: total('VOID'), refunded: total('REFUND') })
  expect(total('CAPTURE') + total('VOID')).toBeLessThanOrEqual(2_000)
  const versions = await logOrder(authorized.id)
  expect(versions).toEqual(rising(versions.length))
  const agreed = await logOrder(agreement.id)
  expect(agreed).toEqual(rising(agreed.length))
})

test('one of two refunds that together exceed the amount is refused, and nothing is sent for it', async () => {
  const agreement = await givenActiveAgreement(world)
  const paid = await charge(world, agreement.id, 1_000n)
  const refund = () =>
    chargeRefund(world.deps, world.caller, { idempotencyKey: key(), chargeId: paid.id, amount: usd(600n) })
  const results = await Promise.all([refund(), refund()])
  expect(results.map(({ ok }) => ok).sort()).toEqual([false, true])
  expect(results.find(({ ok }) => !ok)).toMatchObject({
    error: { code: 'AMOUNT_EXCEEDED', available: { value: 400n, currency: 'USD' } },
  })
  const entry = (await ledger(world)).charges.find(({ id }) => id === paid.providerReference)
  expect(entry?.refunded).toBe(600)
})
