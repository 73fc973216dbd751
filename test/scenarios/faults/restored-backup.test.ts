import { afterAll, beforeAll, expect, test } from 'vitest'
import { openInstallation } from '../../../src/app/installation.ts'
import { masterKeys } from '../../../src/base/encryption/keys.ts'
import { chargeCreate } from '../../../src/operations/charge/create.ts'
import { chargeRefund } from '../../../src/operations/charge/refund.ts'
import type { Deps } from '../../../src/operations/command/deps.ts'
import { eventsRead } from '../../../src/operations/event-log/read.ts'
import { requestIdOfTry } from '../../../src/operations/provider-request/request-id.ts'
import { createCursorCodec } from '../../../src/store/event-log/cursor.ts'
import { beginRestore, releaseSchedules } from '../../../src/store/merchant/restore.ts'
import { migrate } from '../../../src/store/migrations/migrate.ts'
import { type Database, openDatabase } from '../../../src/store/sql/database.ts'
import { backUp } from '../../support/database/backup.ts'
import { startCluster, type TestCluster } from '../../support/database/cluster.ts'
import { until } from '../../support/until.ts'
import { aed, givenActiveCard } from '../../support/world/card.ts'
import { createScheduler, reconcileDue, recoverDue, settleDue } from '../../support/world/jobs.ts'
import { givenSchedule } from '../../support/world/schedule.ts'
import { account } from '../../support/world/simulators.ts'
import { charge, givenActiveAgreement, ledger, mustSucceed, usd } from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'

const DAY_MS = 86_400_000
const masters = masterKeys([Buffer.alloc(32, 7)])
const opened = (database: Database) => openInstallation(database, masters, now)

let now = new Date()
let world: World
let cluster: TestCluster
let restored: TestCluster | undefined
let restoredDatabase: Database | undefined
beforeAll(async () => {
  cluster = await startCluster()
  await migrate(cluster.url())
  const openVault = async (database: Database) => (await opened(database)).vault
  world = await createWorld({ absenceMs: 1_000 }, { clock: { now: () => now }, databaseUrl: cluster.url(), openVault })
  await epochOf(world.database)
})
afterAll(async () => {
  await world.close()
  await restoredDatabase?.close()
  await restored?.stop()
  await cluster.stop()
})

/** The gateway of this world continues as one that was started on this database. */
async function epochOf(database: Database): Promise<void> {
  const { logEpoch: epoch, vault, restored } = await opened(database)
  const settings: Deps['settings'] = { ...world.deps.settings, restored }
  Object.assign(world.deps, { database, vault, settings, cursors: createCursorCodec({ epoch, vault }) })
  Object.assign(world, { database })
}

async function loseTheDatabase(backup: string): Promise<void> {
  await world.quiet()
  restored = await startCluster({}, { backup })
  await cluster.stop()
  restoredDatabase = openDatabase({ url: restored.url() })
  const times = { now, asksFirstUntil: new Date(now.getTime() + 7 * DAY_MS), compareSince: new Date(0) }
  await beginRestore(restoredDatabase, { logEpoch: 'restored', ...times })
  await epochOf(restoredDatabase)
}

/** Time passes for the workers until a condition holds. */
function inTime(what: string, holds: () => Promise<boolean>): Promise<boolean> {
  return until(what, async () => {
    now = new Date(now.getTime() + 2_000)
    await recoverDue(world.deps)
    await settleDue(world.deps)
    await world.quiet()
    return holds()
  })
}

async function chargesHere(): Promise<string[]> {
  const { rows } = await world.database.pool.query(
    'SELECT amount, currency, status FROM charges ORDER BY amount, currency',
  )
  return rows.map(({ amount, currency, status }) => `${amount} ${currency} ${status}`)
}
const settled = async () => (await chargesHere()).every(line => /CAPTURED|REFUNDED/.test(line))

const chargeAgain = async (idempotencyKey: string, agreementId: string, amount: ReturnType<typeof usd>) =>
  mustSucceed(await chargeCreate(world.deps, world.caller, { idempotencyKey, agreementId, amount })).charge

async function chargeOccurrences(): Promise<number> {
  const scheduler = createScheduler(world.deps)
  const taken = await scheduler.take()
  await scheduler.idle()
  return taken
}

test('after a restore nothing is charged twice, and what the backup lacks is found again', async () => {
  const agreement = await givenActiveAgreement(world)
  const card = await givenActiveCard(world)
  const early = await charge(world, agreement.id, 500n)
  await inTime('the first charges to settle', settled)
  const schedule = await givenSchedule(world, agreement.id, { timeOfDay: '23:59' })
  await world.quiet()
  const backup = await backUp(cluster)

  const again = await chargeAgain('repeated', agreement.id, usd(700n))
  await chargeAgain('not-repeated', agreement.id, usd(900n))
  await chargeAgain('late', agreement.id, usd(950n))
  await chargeAgain('card', card.id, aed(1_100n))
  const refund = { idempotencyKey: 'refund', chargeId: early.id, amount: usd(200n) }
  mustSucceed(await chargeRefund(world.deps, world.caller, refund))
  now = new Date(now.getTime() + DAY_MS)
  expect(await chargeOccurrences()).toBe(1)
  await inTime('all charges to settle', settled)
  const chargesBefore = await chargesHere()
  const ledgerBefore = await ledger(world)
  const cursor = world.deps.cursors.encode(world.caller.tenant, {
    kind: 'object',
    snapshotXmin: 5n,
    id: again.id,
    version: again.version,
  })

  await loseTheDatabase(backup)
  expect(await chargesHere()).not.toEqual(chargesBefore)
  const read = await eventsRead(world.deps, world.caller, { limit: 10, after: cursor, filter: {} })
  expect(read).toMatchObject({ ok: false, error: { code: 'CURSOR_EXPIRED' } })
  expect(await chargeOccurrences()).toBe(0)

  const repeated = await chargeAgain('repeated', agreement.id, usd(700n))
  expect(repeated).toMatchObject({ status: 'PROCESSING' })
  await chargeAgain('card', card.id, aed(1_100n))
  await reconcileDue(world.deps)
  await inTime('the charges of callers to be found', settled)
  expect((await world.database.pool.query('SELECT status FROM charges WHERE id = $1', [early.id])).rows).toEqual([
    { status: 'PARTIALLY_REFUNDED' },
  ])

  await releaseSchedules(world.database)
  await epochOf(world.database)
  expect(await chargeOccurrences()).toBe(1)
  await inTime('the occurrence to be paid', async () => {
    const { rows } = await world.database.pool.query(
      `SELECT status FROM occurrences WHERE schedule_id = $1 AND index = 0`,
      [schedule.id],
    )
    return rows[0].status === 'PAID' && settled()
  })
  expect(await chargesHere()).toEqual(chargesBefore)
  expect(await ledger(world)).toEqual(ledgerBefore)

  // The key of a charge that was found before its caller asked for it.
  await chargeAgain('not-repeated', agreement.id, usd(900n))
  expect(await chargesHere()).toEqual(chargesBefore)
  // The same after the days in which the provider is queried before sending.
  const { settings } = world.deps
  Object.assign(world.deps, {
    settings: { ...settings, restored: { ...settings.restored, asksFirstUntil: new Date(0) } },
  })
  const changed = { idempotencyKey: 'late', agreementId: agreement.id, amount: usd(960n) }
  expect(await chargeCreate(world.deps, world.caller, changed)).toMatchObject({
    error: { code: 'IDEMPOTENCY_CONFLICT' },
  })
  expect((await chargeAgain('late', agreement.id, usd(950n))).amount).toBe(950n)
  expect(await chargesHere()).toEqual(chargesBefore)
  Object.assign(world.deps, { settings })
  // A new payment is sent after the provider has said twice that it does not have it.
  const fresh = await chargeAgain('new', agreement.id, usd(1_300n))
  await inTime('the new charge to settle', settled)
  const { charges } = await ledger(world)
  expect(charges.length).toBe(ledgerBefore.charges.length + 1)
  expect(charges.filter(({ amount }) => amount === 1_300)).toMatchObject([{ captured: 1_300 }])
  expect(fresh.status).toBe('PROCESSING')
}, 240_000)

test('a later try, after one that never reached the provider, is found, and nothing is charged beside it', async () => {
  const agreement = await givenActiveAgreement(world)
  const schedule = await givenSchedule(world, agreement.id, { timeOfDay: '23:59' })
  const reference = requestIdOfTry(world.deps, { scheduleId: schedule.id, index: 0 }, 2)
  // Before the restore: the first try reached nobody, the second charged.
  const answer = await fetch(
    `${world.sandbox.url}/ppro/v1/payment-agreements/${agreement.providerReference}/payment-charges`,
    {
      method: 'POST',
      headers: {
        ...{ authorization: `Bearer ${account.apiKey}`, 'merchant-id': account.merchantId },
        ...{ 'content-type': 'application/json', 'request-idempotency-key': reference },
      },
      body: JSON.stringify({
        ...{ amount: { value: 1_000, currency: 'USD' }, initiator: 'MERCHANT', scheduleType: 'SCHEDULED' },
        ...{ autoCapture: true, merchantPaymentChargeReference: reference },
      }),
    },
  )
  expect(answer.status).toBe(200)
  await world.quiet()
  const before = (await ledger(world)).charges.length
  now = new Date(now.getTime() + DAY_MS)
  // The schedules were released after the days in which the provider is queried before sending.
  const restored = { at: now, asksFirstUntil: new Date(now.getTime() - DAY_MS), schedulesHeld: false }
  Object.assign(world.deps, { settings: { ...world.deps.settings, restored } })
  expect(await chargeOccurrences()).toBeGreaterThan(0)
  await inTime('the occurrence to be paid', async () => {
    const { rows } = await world.database.pool.query(
      `SELECT o.status, o.tries, r.id AS reference FROM occurrences o JOIN charges c ON c.occurrence_id = o.id
       JOIN provider_requests r ON r.charge_id = c.id WHERE o.schedule_id = $1`,
      [schedule.id],
    )
    return rows.length === 1 && rows[0].status === 'PAID' && rows[0].tries === 2 && rows[0].reference === reference
  })
  expect((await ledger(world)).charges.length).toBe(before)
}, 240_000)
