import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { chargeCreate } from '../../../src/operations/charge/create.ts'
import { chargeRefund } from '../../../src/operations/charge/refund.ts'
import { eventsRead } from '../../../src/operations/event-log/read.ts'
import { findCharge } from '../../../src/store/sql/find-rows.ts'
import { untilReadable } from '../../support/database/log-events.ts'
import { aed, givenActiveCard } from '../../support/world/card.ts'
import { recoverDue } from '../../support/world/jobs.ts'
import { charge, givenActiveAgreement, key, ledger, mustSucceed, statuses, usd } from '../../support/world/story.ts'
import { type Gateway, startGateway } from '../support/gateway.ts'
import { forgetful, losingAnswers } from '../support/providers.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ absenceMs: MINUTE_MS })
})
beforeEach(() => gateway.notify('gateway'))
afterAll(() => gateway.close())

const rowOf = async (id: string) => {
  const row = await findCharge(gateway.database, gateway.caller.tenant, id)
  if (row === undefined) throw new Error('no charge')
  return row
}

test('the clock steps back between changes: versions and the log’s order still rise (scenario 19)', async () => {
  const agreement = await givenActiveAgreement(gateway)
  const paid = await charge(gateway, agreement.id, 1_000n)
  const refund = (idempotencyKey: string) =>
    chargeRefund(gateway.deps, gateway.caller, { idempotencyKey, chargeId: paid.id, amount: usd(100n) })
  const keys = Array.from({ length: 5 }, () => key())
  const ids: string[] = []
  for (const idempotencyKey of keys) {
    gateway.stepClock(-HOUR_MS)
    ids.push(mustSucceed(await refund(idempotencyKey)).operation.id)
  }
  await gateway.delivered()
  await gateway.quiet()
  // An id begins with the time, so that these fall: no order depends on it.
  expect(ids).toEqual(ids.toSorted().toReversed())

  await untilReadable(gateway.database)
  const log = await eventsRead(gateway.deps, gateway.caller, { limit: 100, filter: { subjectId: paid.id } })
  if (!log.ok) throw new Error('the log cannot be read')
  const changes = log.events.filter(({ row }) => row.change)
  expect(changes.map(({ row }) => row.version)).toEqual(changes.map((_, index) => index + 1))
  expect(changes).toHaveLength((await rowOf(paid.id)).version)
  const hours = changes.map(({ row }) => Math.round((row.occurredAt.getTime() - paid.createdAt.getTime()) / HOUR_MS))
  expect(hours).toEqual([0, 0, 0, -1, -1, -2, -2, -3, -3, -4, -4, -5, -5])
  // A key that was used at a time that is now in the future is still used.
  const repeated = await Promise.all(keys.map(refund))
  expect(repeated.map(result => mustSucceed(result).replayed)).toEqual([true, true, true, true, true])
  const { charges } = await ledger(gateway)
  expect(charges.find(({ id }) => id === paid.providerReference)).toMatchObject({ captured: 1_000, refunded: 500 })
})

test.each(['PPRO', 'APS'] as const)(
  '%s: the clock steps back while a response is lost: found later, not sent again, charged once (scenario 19)',
  async provider => {
    const agreement = provider === 'PPRO' ? await givenActiveAgreement(gateway) : await givenActiveCard(gateway)
    await gateway.delivered()
    gateway.notify('mailbox')
    const amount = provider === 'PPRO' ? usd(1_000n) : aed(1_000n)
    const input = { idempotencyKey: key(), agreementId: agreement.id, amount }
    const made = await chargeCreate(losingAnswers(gateway.deps), gateway.caller, input)
    const { id: chargeId } = mustSucceed(made).charge
    const { deps, sent } = forgetful(gateway.deps, 2)
    const passes = async (milliseconds: number) => {
      for (let step = 0; step < 10; step++) {
        gateway.pass(milliseconds / 10)
        await recoverDue(deps)
      }
    }
    gateway.pass(2_000)
    await recoverDue(deps)
    // "Not found" was reported once; a report a moment later, dated an hour earlier, is not a long absence.
    gateway.stepClock(-HOUR_MS)
    await passes(HOUR_MS / 2)
    expect([sent, (await rowOf(chargeId)).status]).toEqual([[], 'UNKNOWN'])
    await passes(HOUR_MS)
    expect(await statuses(gateway, chargeId)).toEqual(['PROCESSING', 'UNKNOWN', 'AUTHORIZED', 'CAPTURED'])
    const { rows } = await gateway.database.pool.query('SELECT id FROM provider_requests WHERE charge_id = $1', [
      chargeId,
    ])
    const { charges } = await ledger(gateway)
    expect(charges.filter(({ reference }) => reference === rows[0]?.id)).toMatchObject([{ captured: 1_000 }])
    // At most under the one key, if absence is believed in the end.
    expect(new Set([...sent, rows[0]?.id]).size).toBe(1)
  },
)
