import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chargeRefund } from '../../../src/operations/charge/refund.ts'
import { integrityRules } from '../../../src/store/integrity/checks.ts'
import { everyViolation, fullPass, violationsOfChanges } from '../../support/database/integrity.ts'
import { givenActiveCard } from '../../support/world/card.ts'
import { givenSchedule } from '../../support/world/schedule.ts'
import { charge, givenActiveAgreement, givenPendingAgreement, key, usd } from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const sql = (text: string, values: unknown[] = []) => world.database.pool.query(text, values)
/** Runs a full pass and a pass of all changed objects; both find the same. */
const found = async (name: string) => {
  const now = new Date()
  const all = await everyViolation(world.database, now)
  await expect.poll(() => violationsOfChanges(world.database, now)).toEqual(all)
  return all.filter(({ check }) => check === name).map(({ subjectId, detail }) => [subjectId, detail])
}
const paid = async () => {
  const agreement = await givenActiveAgreement(world)
  const made = await charge(world, agreement.id, 1_000n)
  await world.quiet()
  return made
}

test('after a lot of ordinary business every rule holds', async () => {
  const made = await paid()
  await chargeRefund(world.deps, world.caller, { idempotencyKey: key(), chargeId: made.id, amount: usd(300n) })
  await charge(world, made.agreementId, 300_001n)
  await charge(world, made.agreementId, 400_001n)
  await givenActiveCard(world)
  await givenPendingAgreement(world, { initialCharge: { amount: usd(1_000n) } })
  await world.quiet()
  const counts = await fullPass(world.deps)
  expect([...counts]).toEqual(integrityRules.map(name => [name, 0]))
})

describe('planted violations are found', () => {
  test('no-more-than-authorised', async () => {
    const { id } = await paid()
    await sql(`UPDATE charge_operations SET amount = 1001 WHERE charge_id = $1 AND kind = 'CAPTURE'`, [id])
    expect(await found('no-more-than-authorised')).toEqual([
      [id, 'USD: authorized 1000, captured 1001, voided 0, refunded 0'],
    ])
    await sql(`UPDATE charge_operations SET amount = 1000 WHERE charge_id = $1 AND kind = 'CAPTURE'`, [id])
  })

  test('one-success-per-payment', async () => {
    const first = await paid()
    const second = await charge(world, first.agreementId, 1_000n)
    await sql('UPDATE charges SET retry_of_id = $2, attempt_number = 2 WHERE id = $1', [second.id, first.id])
    expect(await found('one-success-per-payment')).toEqual([
      [first.id, `2 tries of this payment took money: ${first.id}, ${second.id}`],
    ])
    await sql('UPDATE charges SET retry_of_id = NULL, attempt_number = 1 WHERE id = $1', [second.id])
  })

  test('one-event-per-version, and status-as-in-the-log', async () => {
    const { id, version } = await paid()
    await sql(`UPDATE charges SET version = version + 1, status = 'REFUNDED' WHERE id = $1`, [id])
    expect(await found('one-event-per-version')).toEqual([
      [id, `has version ${version + 1}, but the log has ${version} changes, the last with version ${version}`],
    ])
    expect(await found('status-as-in-the-log')).toEqual([
      [id, 'is REFUNDED, but the last status in the log is CAPTURED'],
    ])
    await sql(`UPDATE charges SET version = version - 1, status = 'CAPTURED' WHERE id = $1`, [id])
  })

  test('final-with-evidence', async () => {
    const { id } = await paid()
    await sql(
      `INSERT INTO charge_operations (id, merchant_id, mode, charge_id, kind, amount, currency, status, created_at, updated_at)
       SELECT 'ref_planted', merchant_id, mode, id, 'REFUND', 1, currency, 'SUCCEEDED', now(), now() FROM charges WHERE id = $1`,
      [id],
    )
    expect(await found('final-with-evidence')).toEqual([[id, 'refund ref_planted is SUCCEEDED without evidence']])
    await sql(`DELETE FROM charge_operations WHERE id = 'ref_planted'`)
  })

  test('nothing-stuck', async () => {
    const { id } = await paid()
    await sql(`UPDATE charge_operations SET status = 'UNKNOWN' WHERE charge_id = $1 AND kind = 'CAPTURE'`, [id])
    const [violation, ...others] = await found('nothing-stuck')
    expect([violation?.[0], others]).toEqual([id, []])
    expect(violation?.[1]).toMatch(/^capture cap_\w+ is UNKNOWN, but no provider request is open$/)
    await sql(`UPDATE charge_operations SET status = 'SUCCEEDED' WHERE charge_id = $1 AND kind = 'CAPTURE'`, [id])
  })

  test('one-success-per-occurrence', async () => {
    const { id, agreementId } = await paid()
    const schedule = await givenSchedule(world, agreementId)
    const occurrence = await sql('SELECT id FROM occurrences WHERE schedule_id = $1', [schedule.id])
    const occurrenceId = String(occurrence.rows[0]?.id)
    await sql('UPDATE charges SET schedule_id = $2, occurrence_id = $3 WHERE id = $1', [id, schedule.id, occurrenceId])
    expect(await found('one-success-per-occurrence')).toEqual([
      [schedule.id, `occurrence 0 (${occurrenceId}) is UPCOMING; of its charges 1 took money, 0 still can`],
    ])
    await sql('UPDATE charges SET schedule_id = NULL, occurrence_id = NULL WHERE id = $1', [id])
  })

  test('nothing-stuck, of a schedule', async () => {
    const { agreementId } = await paid()
    const { id } = await givenSchedule(world, agreementId)
    await sql(`UPDATE occurrences SET due_at = '2020-01-01', next_at = '2020-01-01' WHERE schedule_id = $1`, [id])
    const [violation, ...others] = await found('nothing-stuck')
    expect([violation?.[0], others]).toEqual([id, []])
    expect(violation?.[1]).toMatch(/^occurrence 0 \(occ_\w+\) is UPCOMING, due 2020-01-01 00:00:00\+00$/)
    await sql(`UPDATE occurrences SET status = 'SKIPPED', next_at = NULL WHERE schedule_id = $1`, [id])
    expect(await found('nothing-stuck')).toEqual([[id, 'is ACTIVE and has no open occurrence']])
    await sql(`UPDATE schedules SET status = 'CANCELED' WHERE id = $1`, [id])
    expect(await found('status-as-in-the-log')).toEqual([[id, 'is CANCELED, but the last status in the log is ACTIVE']])
    await sql(`UPDATE schedules SET status = 'ACTIVE' WHERE id = $1`, [id])
    expect((await fullPass(world.deps)).get('nothing-stuck')).toBe(1)
    await fullPass(world.deps)
    const told = await sql(`SELECT type, change FROM events WHERE subject_id = $1 ORDER BY seq`, [id])
    expect(told.rows).toEqual([
      { type: 'schedule.created', change: true },
      { type: 'integrity.violation', change: false },
    ])
    await sql(
      `UPDATE occurrences SET status = 'UPCOMING', due_at = '2040-01-01', next_at = '2040-01-01' WHERE schedule_id = $1`,
      [id],
    )
  })

  test('one-purchase-per-request', async () => {
    const { id, agreementId } = await paid()
    await sql(
      `INSERT INTO provider_requests SELECT (jsonb_populate_record(a, '{"id": "att_planted"}')).* FROM provider_requests a
       WHERE a.charge_id = $1 AND a.agreement_id = $2`,
      [id, agreementId],
    )
    expect(await found('one-purchase-per-request')).toEqual([[id, 'sent by 2 provider requests']])
    await sql(`DELETE FROM provider_requests WHERE id = 'att_planted'`)
  })
})

test('a violation is recorded once, for an operator', async () => {
  const { id } = await paid()
  await sql('UPDATE charges SET version = version + 1 WHERE id = $1', [id])
  for (let time = 0; time < 2; time++) expect((await fullPass(world.deps)).get('one-event-per-version')).toBe(1)
  const told = await sql(
    `SELECT data->>'check' AS "check" FROM events WHERE subject_id = $1 AND type = 'integrity.violation'`,
    [id],
  )
  expect(told.rows).toEqual([{ check: 'one-event-per-version' }])
  const row = await sql('SELECT needs_attention FROM charges WHERE id = $1', [id])
  expect(row.rows).toEqual([{ needs_attention: true }])
})
