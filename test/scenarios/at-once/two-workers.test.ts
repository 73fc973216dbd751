import { afterAll, beforeAll, expect, test } from 'vitest'
import { chargeCreate } from '../../../src/operations/charge/create.ts'
import type { Deps } from '../../../src/operations/command/deps.ts'
import { findCharge } from '../../../src/store/sql/find-rows.ts'
import { aed, givenActiveCard } from '../../support/world/card.ts'
import { recoverDue } from '../../support/world/jobs.ts'
import { givenActiveAgreement, key, ledger, mustSucceed, usd } from '../../support/world/story.ts'
import { type Gateway, startGateway } from '../support/gateway.ts'
import { aCall, withProvider } from '../support/providers.ts'

const SECOND_MS = 1_000
/** Longer than a worker may go without a renewal of its lease. */
const LEASE_OVER_MS = 20 * SECOND_MS
const ABSENCE_MS = 5 * SECOND_MS

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ absenceMs: ABSENCE_MS })
})
afterAll(() => gateway.close())

/** A charge whose request never arrived. */
async function givenLost(provider: 'PPRO' | 'APS'): Promise<string> {
  gateway.notify('gateway')
  const agreement = provider === 'PPRO' ? await givenActiveAgreement(gateway) : await givenActiveCard(gateway)
  await gateway.delivered()
  await gateway.quiet()
  gateway.notify('mailbox')
  const lost = withProvider(gateway.deps, () => ({
    send: async () => ({ outcome: 'unknown', queryStatusNow: false, call: aCall }),
  }))
  const amount = provider === 'PPRO' ? usd(1_000n) : aed(1_000n)
  const input = { idempotencyKey: key(), agreementId: agreement.id, amount }
  return mustSucceed(await chargeCreate(lost, gateway.caller, input)).charge.id
}

/** A worker whose process stops at one point, so that it does not renew its lease, and continues much later. */
function stallingAt(point: 'queryStatus' | 'send') {
  const state = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  const sent: string[] = []
  const stall = async () => {
    state.resolve()
    await released.promise
  }
  const deps: Deps = withProvider(
    { ...gateway.deps, realTime: { ...gateway.deps.realTime, after: () => () => {} } },
    real => ({
      queryStatus: async (question, options) => {
        const answer = await real.queryStatus(question, options)
        if (point === 'queryStatus') await stall()
        return answer
      },
      send: async (request, options) => {
        sent.push(request.providerKey)
        if (point === 'send') await stall()
        return real.send(request, options)
      },
    }),
  )
  return { deps, state: state.promise, release: released.resolve, sent }
}

const written = async (chargeId: string) => {
  const { rows } = await gateway.database.pool.query(
    `SELECT (SELECT json_agg(a) FROM provider_requests a WHERE a.charge_id = $1) AS "providerRequests",
       (SELECT json_agg(o ORDER BY o.id) FROM charge_operations o WHERE o.charge_id = $1) AS operations,
       (SELECT json_agg(e ORDER BY e.seq) FROM events e WHERE e.subject_id = $1) AS events`,
    [chargeId],
  )
  return rows[0] as { providerRequests: [{ id: string }]; operations: unknown; events: unknown }
}
const statusOf = async (id: string) => (await findCharge(gateway.database, gateway.caller.tenant, id))?.status

/** "Not found" was reported once: the next worker that gets it sends again. */
async function givenAbsent(provider: 'PPRO' | 'APS'): Promise<string> {
  const chargeId = await givenLost(provider)
  gateway.pass(2 * SECOND_MS)
  await recoverDue(gateway.deps)
  gateway.pass(ABSENCE_MS)
  return chargeId
}

async function workUntilCaptured(chargeId: string): Promise<void> {
  for (let step = 0; step < 10 && (await statusOf(chargeId)) !== 'CAPTURED'; step++) {
    gateway.pass(LEASE_OVER_MS)
    await recoverDue(gateway.deps)
  }
  expect(await statusOf(chargeId)).toBe('CAPTURED')
}

async function expectOneCharge(providerRequestId: string): Promise<void> {
  const { charges } = await ledger(gateway)
  expect(charges.filter(({ reference }) => reference === providerRequestId)).toMatchObject([{ captured: 1_000 }])
}

test.each([
  ['PPRO', 'queryStatus'],
  ['PPRO', 'send'],
  ['APS', 'queryStatus'],
  ['APS', 'send'],
] as const)(
  '%s: a worker that stopped in its %s while another took over and finished changes nothing; one effect (scenario 5)',
  async (provider, point) => {
    const chargeId = await givenAbsent(provider)
    const stalled = stallingAt(point)
    const late = recoverDue(stalled.deps)
    await stalled.state

    await workUntilCaptured(chargeId)
    const before = await written(chargeId)
    stalled.release()
    await late
    expect(await written(chargeId)).toEqual(before)
    const [{ id }] = before.providerRequests
    // A request that it had begun to send goes out under the same key; one that it had only planned does not.
    expect(stalled.sent).toEqual(point === 'send' ? [id] : [])
    await expectOneCharge(id)
  },
)

test.each(['PPRO', 'APS'] as const)(
  '%s: a stopped worker sends and plans nothing while the one that took over works (scenario 5)',
  async provider => {
    const chargeId = await givenAbsent(provider)
    const first = stallingAt('queryStatus')
    const late = recoverDue(first.deps)
    await first.state
    gateway.pass(LEASE_OVER_MS)
    const second = stallingAt('queryStatus')
    const taken = recoverDue(second.deps)
    await second.state

    const before = await written(chargeId)
    first.release()
    await late
    expect(first.sent).toEqual([])
    expect(await written(chargeId)).toEqual(before)
    second.release()
    await taken
    const [{ id }] = before.providerRequests
    expect(second.sent).toEqual([id])
    await workUntilCaptured(chargeId)
    await expectOneCharge(id)
  },
)
