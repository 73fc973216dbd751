import { afterAll, beforeAll, expect, test } from 'vitest'
import { givenSchedule } from '../support/world/schedule.ts'
import { givenActiveAgreement, initialChargeOf, usd } from '../support/world/story.ts'
import { createWorld, type World } from '../support/world/world.ts'

/** Each constraint that the database itself enforces, whatever the program does. */
let world: World
let agreementId: string
let chargeId: string
let scheduleId: string
let occurrenceId: string
beforeAll(async () => {
  world = await createWorld()
  const agreement = await givenActiveAgreement(world, { initialCharge: { amount: usd(1_000n) } })
  agreementId = agreement.id
  chargeId = await initialChargeOf(world, agreement.id)
  scheduleId = (await givenSchedule(world, agreement.id)).id
  const found = await world.database.pool.query<{ id: string }>('SELECT id FROM occurrences')
  occurrenceId = found.rows[0]?.id ?? ''
  await world.quiet()
})
afterAll(() => world.close())

const copy = (table: string, changes: object, where: string) =>
  world.database.pool.query(
    `INSERT INTO ${table} SELECT (jsonb_populate_record(t, $1::jsonb)).* FROM ${table} t WHERE ${where} LIMIT 1`,
    [JSON.stringify(changes)],
  )

/** A charge of the schedule's occurrence, the n-th try. */
const copyTry = (attemptNumber: number, changes: object) => {
  const scheduled = {
    schedule_id: scheduleId,
    occurrence_id: occurrenceId,
    reason: 'SCHEDULED',
    provider_reference: null,
  }
  const number = { attempt_number: attemptNumber, retry_of_id: attemptNumber === 1 ? null : chargeId }
  return copy('charges', { ...scheduled, ...number, ...changes }, `id = '${chargeId}'`)
}
const failed = { status: 'FAILED', failure: {} }

test.each([
  ['charges_one_initial', () => copy('charges', { id: 'chg_2', provider_reference: null }, `id = '${chargeId}'`)],
  ['charges_reference_in_account', () => copy('charges', { id: 'chg_2', reason: 'UNSCHEDULED' }, `id = '${chargeId}'`)],
  [
    'charge_operations_one_authorization',
    () =>
      copy(
        'charge_operations',
        { id: 'auz_2', provider_reference: null },
        `charge_id = '${chargeId}' AND kind = 'AUTHORIZATION'`,
      ),
  ],
  [
    'provider_requests_one_creation',
    () => copy('provider_requests', { id: 'att_2' }, `agreement_id = '${agreementId}'`),
  ],
  [
    'provider_requests_one_open_per_operation',
    async () => {
      const open = { purpose: 'CHARGE_CREATE', state: 'UNKNOWN', settled_at: null }
      await copy('provider_requests', { ...open, id: 'att_3' }, `agreement_id = '${agreementId}'`)
      await copy('provider_requests', { ...open, id: 'att_4' }, `agreement_id = '${agreementId}'`)
    },
  ],
  [
    'events_one_per_version',
    () =>
      world.database.pool.query(
        `INSERT INTO events (id, merchant_id, mode, type, source, occurred_at, subject_type, subject_id, consumer_id, version, change, snapshot_xmin)
     SELECT 'evt_2', merchant_id, mode, type, source, occurred_at, subject_type, subject_id, consumer_id, version, change, snapshot_xmin
     FROM events WHERE subject_id = $1 AND change LIMIT 1`,
        [chargeId],
      ),
  ],
  ['provider_events_event_in_account', () => copy('provider_events', { id: 'pev_2' }, 'true')],
  ['idempotency_keys_pkey', () => copy('idempotency_keys', {}, 'true')],
  [
    'occurrences_schedule_id_index_key',
    () => copy('occurrences', { id: 'occ_2', status: 'SKIPPED', next_at: null }, `schedule_id = '${scheduleId}'`),
  ],
  [
    'charges_one_per_occurrence',
    async () => {
      await copyTry(1, { ...failed, id: 'chg_3' })
      await copyTry(2, { id: 'chg_4' })
      await copyTry(3, { id: 'chg_5', status: 'UNKNOWN' })
    },
  ],
  [
    'charges_one_per_try',
    async () => {
      await copyTry(4, { ...failed, id: 'chg_6' })
      await copyTry(4, { ...failed, id: 'chg_7' })
    },
  ],
  ['agreements_reference_in_account', () => copy('agreements', { id: 'agr_2' }, `id = '${agreementId}'`)],
] as const)('%s', async (constraint, violate) => {
  await expect(violate()).rejects.toMatchObject({ code: '23505', constraint })
})

test('a schedule has one next occurrence', async () => {
  const second = copy('occurrences', { id: 'occ_2', index: 1 }, `schedule_id = '${scheduleId}'`)
  await expect(second).rejects.toMatchObject({ code: '23P01', constraint: 'occurrences_one_upcoming' })
})

test('every foreign key between rows of tenants contains merchant and mode', async () => {
  const { rows } = await world.database.pool.query(
    `SELECT conrelid::regclass || '.' || conname AS name,
            ARRAY(SELECT attname::text FROM unnest(conkey) k JOIN pg_attribute ON attrelid = conrelid AND attnum = k) AS columns
     FROM pg_constraint WHERE contype = 'f' AND confrelid <> 'merchants'::regclass AND conrelid::regclass::text NOT LIKE 'provider_calls%'`,
  )
  expect(rows).toHaveLength(27)
  for (const { name, columns } of rows) expect(columns, name).toEqual(expect.arrayContaining(['merchant_id', 'mode']))
})

test('no row points into another tenant', async () => {
  const foreign = { id: 'chg_8', provider_reference: null, reason: 'UNSCHEDULED', mode: 'LIVE' }
  await expect(copy('charges', foreign, `id = '${chargeId}'`)).rejects.toMatchObject({
    code: '23503',
    constraint: expect.stringMatching(/^charges_.*merchant_id_mode/),
  })
})

test('the log is appended, never changed', async () => {
  for (const change of [`UPDATE events SET type = 'x'`, 'DELETE FROM events'])
    await expect(world.database.pool.query(change)).rejects.toThrow('events are appended, never changed or removed')
})
