import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Clock } from '../../../src/base/time/clock.ts'
import { systemTime } from '../../../src/base/time/real-time.ts'
import { providerUnreachable } from '../../../src/domain/decline/failure.ts'
import { agreementRevoke } from '../../../src/operations/agreement/revoke.ts'
import { chargeCapture } from '../../../src/operations/charge/capture.ts'
import { chargeCreate } from '../../../src/operations/charge/create.ts'
import { chargeRefund } from '../../../src/operations/charge/refund.ts'
import { chargeSync } from '../../../src/operations/charge/sync.ts'
import { chargeVoid } from '../../../src/operations/charge/void.ts'
import type { Deps } from '../../../src/operations/command/deps.ts'
import { LEASE_MS } from '../../../src/operations/provider-request/lease.ts'
import { recoverRequest } from '../../../src/operations/provider-request/recover.ts'
import type { Answer } from '../../../src/providers/port/outcome.ts'
import type { Provider } from '../../../src/providers/port/provider.ts'
import { findProviderRequest } from '../../../src/store/provider-request/find.ts'
import { findCharge } from '../../../src/store/sql/find-rows.ts'
import type { ProviderRequestRow } from '../../../src/store/tables.ts'
import { queues } from '../../../src/store/work-queue/queues.ts'
import { claimDue } from '../../../src/store/work-queue/work-queue.ts'
import { until } from '../../support/until.ts'
import { recoverDue } from '../../support/world/jobs.ts'
import {
  charge,
  control,
  givenActiveAgreement,
  key,
  ledger,
  mustSucceed,
  statuses,
  usd,
} from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'

let world: World
let aheadMs = 0
beforeAll(async () => {
  const clock: Clock = { now: () => new Date(Date.now() + aheadMs) }
  world = await createWorld({ providerDeadlineMs: 1_000, absenceMs: 200, resendWindowMs: 300 }, { clock })
})
afterEach(async () => {
  aheadMs = 0
  await control(world, 'reset', {})
})
afterAll(() => world.close())

const by = { source: 'RECONCILIATION', actor: 'test' } as const
const faults = (rates: Record<string, number>) => control(world, 'faults', { provider: 'PPRO', seed: 1, rates })
const read = (id: string) => findCharge(world.database, world.caller.tenant, id)
const entry = async (reference: string | null) => (await ledger(world)).charges.find(({ id }) => id === reference)
const chargesUnder = async (reference: string | null) =>
  (await ledger(world)).charges.filter(({ agreementId }) => agreementId === reference)

async function requestOf(chargeId: string, purpose = 'CHARGE_CREATE'): Promise<ProviderRequestRow> {
  const { rows } = await world.database.pool.query<{ id: string }>(
    'SELECT id FROM provider_requests WHERE charge_id = $1 AND purpose = $2::request_purpose ORDER BY id DESC',
    [chargeId, purpose],
  )
  const providerRequest = await findProviderRequest(world.database, rows[0]?.id ?? '')
  if (providerRequest === undefined) throw new Error('no provider request')
  return providerRequest
}

/** The world's operations with a provider of which one thing is different. */
function withProvider(changed: Partial<Provider>): Deps {
  const real = world.deps.providers.find('PPRO', null)
  if (real === undefined) throw new Error('no provider')
  const provider: Provider = { ...real, ...changed }
  return { ...world.deps, providers: { ...world.deps.providers, find: () => provider } }
}

async function lookEightTimes(deps: Deps): Promise<void> {
  for (let look = 0; look < 8; look++) {
    aheadMs += 6 * 3_600_000
    await recoverDue(deps)
  }
}

const operations = { CAPTURE: chargeCapture, REFUND: chargeRefund, VOID: chargeVoid } as const

test.each([
  ['CAPTURE', 'captured'],
  ['VOID', 'voided'],
  ['REFUND', 'refunded'],
] as const)(
  'the response to a %s is lost: UNKNOWN, then found by its charge; it was done once (scenario 1)',
  async (kind, total) => {
    const agreement = await givenActiveAgreement(world)
    const captureMode = kind === 'REFUND' ? 'AUTOMATIC' : 'MANUAL'
    const made = await charge(world, agreement.id, 1_000n, { captureMode })
    await faults({ dropAfterEffect: 1, dropWebhook: 1 })
    const input = { idempotencyKey: key(), chargeId: made.id, amount: usd(400n) }
    const { operation } = mustSucceed(await operations[kind](world.deps, world.caller, input))
    expect(operation.status).toBe('UNKNOWN')
    await faults({ dropWebhook: 1 })
    await until('it to be settled', async () => {
      await recoverDue(world.deps)
      return (await requestOf(made.id, kind)).state === 'SETTLED'
    })
    const replayed = mustSucceed(await operations[kind](world.deps, world.caller, input))
    expect(replayed).toMatchObject({ replayed: true, operation: { id: operation.id, status: 'SUCCEEDED' } })
    expect((await entry(made.providerReference))?.[total]).toBe(400)
  },
)

test('a refund that never arrived is sent again, once', async () => {
  const agreement = await givenActiveAgreement(world)
  const paid = await charge(world, agreement.id, 1_000n)
  await faults({ dropBeforeEffect: 1 })
  const input = { idempotencyKey: key(), chargeId: paid.id, amount: usd(250n) }
  expect(mustSucceed(await chargeRefund(world.deps, world.caller, input)).operation.status).toBe('UNKNOWN')
  await control(world, 'reset', {})
  await until('it to be settled', async () => {
    await recoverDue(world.deps)
    return (await requestOf(paid.id, 'REFUND')).state === 'SETTLED'
  })
  expect(mustSucceed(await chargeRefund(world.deps, world.caller, input)).operation.status).toBe('SUCCEEDED')
  expect((await entry(paid.providerReference))?.refunded).toBe(250)
})

test('"nothing was taken" in response to a second send proves nothing about the first: still UNKNOWN, never FAILED', async () => {
  const agreement = await givenActiveAgreement(world)
  await faults({ dropAfterEffect: 1, dropWebhook: 1 })
  const lost = await charge(world, agreement.id, 1_000n)
  await faults({ dropWebhook: 1 })
  const call = { summary: 'test', durationMs: 1 }
  const deps = withProvider({
    queryStatus: async () => ({ found: 'absent', call }),
    send: async () => ({ outcome: 'notSent', call }),
  })
  await until('a second send', async () => {
    await recoverDue(deps)
    const { rows } = await world.database.pool.query(
      `SELECT c.id FROM provider_calls c JOIN provider_requests a ON a.id = c.provider_request_id WHERE a.charge_id = $1 AND c.verb = 'send'`,
      [lost.id],
    )
    return rows.length === 2
  })
  expect((await read(lost.id))?.status).toBe('UNKNOWN')
  const synced = mustSucceed(await chargeSync(world.deps, world.caller, { chargeId: lost.id }))
  expect(synced.charge.status).toBe('CAPTURED')
  expect(await chargesUnder(agreement.providerReference)).toHaveLength(1)
})

test.each([
  ['is refused', { outcome: 'declined', failure: providerUnreachable }],
  ['takes nothing', { outcome: 'notSent' }],
] as const)(
  'a second send that %s leaves a refund UNKNOWN, and the effect of the first send is found',
  async (_name, second) => {
    const agreement = await givenActiveAgreement(world)
    const paid = await charge(world, agreement.id, 1_000n)
    await faults({ dropAfterEffect: 1, dropWebhook: 1 })
    const input = { idempotencyKey: key(), chargeId: paid.id, amount: usd(300n) }
    await chargeRefund(world.deps, world.caller, input)
    await faults({ dropWebhook: 1 })
    const call = { summary: 'test', durationMs: 1 }
    const deps = withProvider({
      queryStatus: async () => ({ found: 'absent', call }),
      send: async (): Promise<Answer> => ({ ...second, call }),
    })
    for (let look = 0; look < 3; look++) {
      aheadMs += 600_000
      await recoverDue(deps)
    }
    expect(mustSucceed(await chargeRefund(world.deps, world.caller, input)).operation.status).toBe('UNKNOWN')
    await chargeSync(world.deps, world.caller, { chargeId: paid.id })
    expect(mustSucceed(await chargeRefund(world.deps, world.caller, input)).operation.status).toBe('SUCCEEDED')
    expect((await entry(paid.providerReference))?.refunded).toBe(300)
  },
)

test('a refund that was found under our reference with another amount is a break, and is never sent again', async () => {
  const agreement = await givenActiveAgreement(world)
  const paid = await charge(world, agreement.id, 1_000n)
  await faults({ dropAfterEffect: 1, dropWebhook: 1 })
  await chargeRefund(world.deps, world.caller, { idempotencyKey: key(), chargeId: paid.id, amount: usd(300n) })
  const { id: sentReference } = await requestOf(paid.id, 'REFUND')
  const sent: string[] = []
  const call = { summary: 'test', durationMs: 1 }
  const refund = { kind: 'REFUND', sentReference, amount: 299n, status: 'SUCCEEDED' } as const
  const deps = withProvider({
    queryStatus: async () => ({
      found: 'yes',
      call,
      reports: [{ about: 'charge', operations: [refund], complete: true }],
    }),
    send: async ({ providerKey }): Promise<Answer> => {
      sent.push(providerKey)
      return { outcome: 'unknown', queryStatusNow: false, call }
    },
  })
  for (let look = 0; look < 4; look++) {
    aheadMs += 600_000
    await recoverDue(deps)
  }
  expect(sent).not.toContain(sentReference)
  expect(await read(paid.id)).toMatchObject({ needsAttention: true })
})

test('a charge that was found with another amount is a break, and is never sent again', async () => {
  const agreement = await givenActiveAgreement(world)
  await faults({ dropAfterEffect: 1, dropWebhook: 1 })
  const lost = await charge(world, agreement.id, 1_000n)
  await faults({ dropWebhook: 1 })
  const sent: string[] = []
  const report = {
    about: 'charge',
    providerReference: 'charge_other',
    currency: 'USD',
    complete: true,
    operations: [{ kind: 'AUTHORIZATION', amount: 999n, status: 'SUCCEEDED' }],
  } as const
  const deps = withProvider({
    queryStatus: async () => ({ found: 'yes', reports: [report], call: { summary: 'test', durationMs: 1 } }),
    send: async ({ providerKey }): Promise<Answer> => {
      sent.push(providerKey)
      return { outcome: 'unknown', queryStatusNow: false, call: { summary: 'test', durationMs: 1 } }
    },
  })
  for (let look = 0; look < 4; look++) {
    aheadMs += 3_600_000
    await recoverDue(deps)
  }
  expect(sent).not.toContain((await requestOf(lost.id)).id)
  expect(await read(lost.id)).toMatchObject({ status: 'UNKNOWN', needsAttention: true })
})

test('after a request to revoke no late charge is made: a lost charge is only queried', async () => {
  const agreement = await givenActiveAgreement(world)
  await faults({ dropBeforeEffect: 1, dropWebhook: 1 })
  const lost = await charge(world, agreement.id, 1_000n)
  await faults({ dropWebhook: 1 })
  // The provider refuses: the agreement is still ACTIVE, but no new charge is made.
  const refusing = withProvider({
    send: async () => ({ outcome: 'declined', failure: providerUnreachable, call: { summary: 'test', durationMs: 1 } }),
  })
  const asked = mustSucceed(await agreementRevoke(refusing, world.caller, { agreementId: agreement.id }))
  expect(asked).toMatchObject({ agreement: { status: 'ACTIVE' }, revocation: { status: 'FAILED' } })
  for (let look = 0; look < 4; look++) {
    aheadMs += 3_600_000
    await recoverDue(world.deps)
  }
  expect((await read(lost.id))?.status).toBe('UNKNOWN')
  expect(await chargesUnder(agreement.providerReference)).toEqual([])
  // Absence is believed and nothing may be sent: status queries follow at growing intervals, not as if it were about to
  // be sent.
  for (let look = 0; look < 8; look++) {
    aheadMs += 1.5 * 3_600_000
    await recoverDue(world.deps)
  }
  const { statusQueries, nextStatusQueryAt } = await requestOf(lost.id)
  expect(statusQueries).toBe(12)
  expect((nextStatusQueryAt?.getTime() ?? 0) - Date.now() - aheadMs).toBeGreaterThan(1_000_000)
})

test('after 72 hours without an answer an operator is asked; it stays UNKNOWN', async () => {
  const agreement = await givenActiveAgreement(world)
  await faults({ dropAfterEffect: 1, dropWebhook: 1 })
  const lost = await charge(world, agreement.id, 1_000n)
  const silent = withProvider({
    queryStatus: async () => ({ found: 'unknown', call: { summary: 'test', durationMs: 1 } }),
  })
  aheadMs = 73 * 3_600_000
  await recoverDue(silent)
  // However late it is, one status query is not enough: the gateway itself may have been down.
  expect(await read(lost.id)).toMatchObject({ needsAttention: false })
  await lookEightTimes(silent)
  expect(await read(lost.id)).toMatchObject({ status: 'UNKNOWN', needsAttention: true })
  expect(await requestOf(lost.id)).toMatchObject({ state: 'UNKNOWN', nextStatusQueryAt: null })
})

test('a process that died while sending: its provider request is taken over, UNKNOWN for all to see, and settled (scenario 2)', async () => {
  const agreement = await givenActiveAgreement(world)
  const never = withProvider({ send: () => new Promise<never>(() => {}) })
  const input = { idempotencyKey: key(), agreementId: agreement.id, amount: usd(800n) }
  const slow = {
    ...never,
    settings: { ...never.settings, answerWaitMs: 50 },
    background: { run: (_: string, work: () => Promise<void>) => void work() },
  }
  const { charge: sent } = mustSucceed(await chargeCreate(slow, world.caller, input))
  expect(sent.status).toBe('PROCESSING')
  aheadMs = 60_000
  await recoverDue(world.deps)
  // However far the sandbox's clock moves: its process may still be working.
  expect((await read(sent.id))?.status).toBe('PROCESSING')
  const later = { ...systemTime, nowMs: () => systemTime.nowMs() + LEASE_MS }
  await until('it to be settled', async () => {
    await recoverDue({ ...world.deps, realTime: later })
    return (await read(sent.id))?.status === 'CAPTURED'
  })
  expect(await statuses(world, sent.id)).toEqual(['PROCESSING', 'UNKNOWN', 'AUTHORIZED', 'CAPTURED'])
  expect(await chargesUnder(agreement.providerReference)).toHaveLength(1)
})

test('a worker whose lease was taken over plans nothing (scenario 5)', async () => {
  const agreement = await givenActiveAgreement(world)
  await faults({ dropAfterEffect: 1, dropWebhook: 1 })
  const lost = await charge(world, agreement.id, 1_000n)
  await faults({ dropBeforeEffect: 1, dropWebhook: 1 })
  aheadMs = 5_000
  const claim = (realNow: Date) =>
    claimDue(world.database, queues.recovery, {
      ...{ now: world.deps.clock.now(), realNow, leaseUntil: new Date(realNow.getTime() + 1_000), limit: 100 },
    })
  const [first] = (await claim(new Date())).filter(({ chargeId }) => chargeId === lost.id)
  const [second] = (await claim(new Date(Date.now() + 2_000))).filter(({ chargeId }) => chargeId === lost.id)
  expect([first?.fencingToken, second?.fencingToken]).toEqual([1, 2])
  if (first === undefined) throw new Error('not claimed')
  await recoverRequest(world.deps, first, by)
  expect(await requestOf(lost.id)).toMatchObject({ statusQueries: 0, fencingToken: 2, leaseUntil: second?.leaseUntil })
})

test('a slow status query stays with its worker, which renews its lease', async () => {
  const agreement = await givenActiveAgreement(world)
  await faults({ dropAfterEffect: 1, dropWebhook: 1 })
  const lost = await charge(world, agreement.id, 1_000n)
  aheadMs = 5_000
  let realAheadMs = 0
  const due: (() => void)[] = []
  const realTime = {
    nowMs: () => systemTime.nowMs() + realAheadMs,
    after: (_: number, wake: () => void) => {
      due.push(wake)
      return () => {}
    },
  }
  const asked = Promise.withResolvers<void>()
  const answer = Promise.withResolvers<{ found: 'unknown'; call: { summary: string; durationMs: number } }>()
  const queryStatus = () => {
    asked.resolve()
    return answer.promise
  }
  const recovering = recoverDue({ ...withProvider({ queryStatus }), realTime })
  await asked.promise
  const claimed = await requestOf(lost.id)
  for (let beat = 0; beat < 4; beat++) {
    realAheadMs += LEASE_MS - 1_000
    due.shift()?.()
    await until('its lease to be renewed', async () => {
      const { leaseUntil } = await requestOf(lost.id)
      return leaseUntil !== null && leaseUntil.getTime() > systemTime.nowMs() + realAheadMs
    })
    await recoverDue({ ...world.deps, realTime })
    expect(await requestOf(lost.id)).toMatchObject({ statusQueries: 0, fencingToken: claimed.fencingToken })
  }
  answer.resolve({ found: 'unknown', call: { summary: 'test', durationMs: 1 } })
  await recovering
  expect(await requestOf(lost.id)).toMatchObject({
    statusQueries: 1,
    fencingToken: claimed.fencingToken,
    leaseUntil: null,
  })
})

test('frequent chargeSync neither delays nor advances what recovery has planned, and sends nothing', async () => {
  const agreement = await givenActiveAgreement(world)
  await faults({ dropBeforeEffect: 1, dropWebhook: 1 })
  const lost = await charge(world, agreement.id, 1_000n)
  const before = await requestOf(lost.id)
  await faults({ dropWebhook: 1 })
  for (let time = 0; time < 5; time++) {
    aheadMs += 60_000
    expect(mustSucceed(await chargeSync(world.deps, world.caller, { chargeId: lost.id })).changed).toBe(false)
  }
  expect(await requestOf(lost.id)).toEqual(before)
  expect(await chargesUnder(agreement.providerReference)).toEqual([])
})

test('a failed step of recovery counts as a status query, so that it is not retried forever', async () => {
  const agreement = await givenActiveAgreement(world)
  await faults({ dropAfterEffect: 1, dropWebhook: 1 })
  const lost = await charge(world, agreement.id, 1_000n)
  const broken = withProvider({ queryStatus: () => Promise.reject(new Error('broken')) })
  aheadMs = 5_000
  await recoverDue(broken)
  const providerRequest = await requestOf(lost.id)
  expect(providerRequest).toMatchObject({ state: 'UNKNOWN', statusQueries: 1, leaseUntil: null })
  aheadMs = 73 * 3_600_000
  await lookEightTimes(broken)
  expect(await read(lost.id)).toMatchObject({ needsAttention: true })
})
