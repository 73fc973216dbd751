import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openSandboxClock } from '../../../src/app/sandbox/clock.ts'
import { systemTime } from '../../../src/base/time/real-time.ts'
import type { Deps } from '../../../src/operations/command/deps.ts'
import { eventsRead } from '../../../src/operations/event-log/read.ts'
import { readClock, sandboxClockAdvance } from '../../../src/operations/sandbox-clock/advance.ts'
import { aloneWithClock, readClockOffset } from '../../../src/store/sandbox-clock/clock.ts'
import { nextDue } from '../../../src/store/sandbox-clock/next-due.ts'
import { findAgreement, findCharge } from '../../../src/store/sql/find-rows.ts'
import { until } from '../../support/until.ts'
import { givenCardAgreement } from '../../support/world/card.ts'
import { createMovableWorld, type MovableWorld } from '../../support/world/movable-world.ts'
import {
  charge,
  control,
  decide,
  givenActiveAgreement,
  givenPendingAgreement,
  initialChargeOf,
  mustSucceed,
  usd,
} from '../../support/world/story.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

let world: MovableWorld
beforeAll(async () => {
  world = await createMovableWorld()
})
afterEach(() => control(world, 'reset', {}))
afterAll(() => world.close())

const realNow = () => ({ realNow: new Date(systemTime.nowMs()) })
const nowMs = () => world.deps.clock.now().getTime()
const agreementRow = async (id: string) => {
  const row = await findAgreement(world.database, world.caller.tenant, id)
  if (row === undefined) throw new Error('no agreement')
  return row
}
const chargeRow = async (id: string) => {
  const row = await findCharge(world.database, world.caller.tenant, id)
  if (row === undefined) throw new Error('no charge')
  return row
}
/** How a status was reached: the cause, and the whole seconds after an instant. */
async function became(subjectId: string, status: string, afterMs: number) {
  const { rows } = await world.database.pool.query<{ source: string; at: Date }>(
    'SELECT source, occurred_at AS at FROM events WHERE subject_id = $1 AND status = $2::text ORDER BY seq LIMIT 1',
    [subjectId, status],
  )
  const [row] = rows
  return row && { source: row.source, seconds: Math.floor((row.at.getTime() - afterMs) / SECOND_MS) }
}

describe('the clocks', () => {
  test('both are moved, and run on; every request sees it', async () => {
    const to = new Date(nowMs() + 40 * DAY_MS)
    const { clock, occurrencesCharged } = mustSucceed(await sandboxClockAdvance(world.deps, world.caller, { to }))
    expect([clock.simulated, occurrencesCharged]).toEqual([true, 0])
    const simulators = await world.simulators()
    for (const now of [clock.now, readClock(world.deps).now, new Date(simulators.now)]) {
      expect(now.getTime()).toBeGreaterThanOrEqual(to.getTime())
      expect(now.getTime()).toBeLessThan(to.getTime() + MINUTE_MS)
    }
    expect(simulators.inFlight).toBe(0)
    expect(await readClockOffset(world.database)).toBeGreaterThan(39 * DAY_MS)
  })

  test('another process of this deployment reads the new time, and so does the next to start', async () => {
    const { database, deps } = world
    const other = await openSandboxClock({ database, log: deps.log })
    mustSucceed(await world.advance(DAY_MS))
    const movedMs = nowMs()
    await until('the other process to be as far', () => other.now().getTime() >= movedMs)
    await other.stop()
    const next = await openSandboxClock({ database, log: deps.log })
    expect(next.now().getTime()).toBeGreaterThanOrEqual(movedMs)
    await next.stop()
  })

  test('the cursor is after all events on the way', async () => {
    const agreement = await givenActiveAgreement(world, { endsAt: new Date(nowMs() + DAY_MS) })
    const { eventCursor } = mustSucceed(await world.advance(2 * DAY_MS))
    expect((await agreementRow(agreement.id)).status).toBe('EXPIRED')
    const { limit, filter } = { limit: 10, filter: { agreementId: agreement.id } }
    // Transactions of other tests on this cluster may hold the log back for moments.
    const read = await until('the log to be read', async () => {
      const page = await eventsRead(world.deps, world.caller, { limit, filter, after: eventCursor })
      return page.ok && !page.more && page
    })
    expect(read.events.map(({ row }) => row.type)).toEqual([])
  })

  test('the gateway catches up on the way with simulators that were moved ahead alone', async () => {
    const begunMs = nowMs()
    await control(world, 'clock', { to: new Date(begunMs + 3 * DAY_MS).toISOString() })
    mustSucceed(await world.advance(DAY_MS))
    expect(nowMs() - begunMs).toBeLessThan(2 * DAY_MS)
    expect(Date.parse((await world.simulators()).now) - begunMs).toBeLessThan(3 * DAY_MS + MINUTE_MS)
    mustSucceed(await world.advance(5 * DAY_MS))
    expect(Math.abs(Date.parse((await world.simulators()).now) - nowMs())).toBeLessThan(MINUTE_MS)
  })
})

describe('what falls due on the way is done at its time, before the answer', () => {
  test('an agreement reaches its end', async () => {
    const endsAt = new Date(nowMs() + 10 * DAY_MS)
    const agreement = await givenActiveAgreement(world, { endsAt })
    mustSucceed(await world.advance(30 * DAY_MS))
    expect((await agreementRow(agreement.id)).status).toBe('EXPIRED')
    expect(await became(agreement.id, 'EXPIRED', endsAt.getTime())).toEqual({ source: 'SCHEDULER', seconds: 0 })
  })

  test('an agreement with a maximum number of charges ends after its last charge', async () => {
    const agreement = await givenActiveAgreement(world, { chargeCount: 1 })
    const paid = await charge(world, agreement.id, 900n)
    expect([paid.status, (await agreementRow(agreement.id)).status]).toEqual(['CAPTURED', 'ACTIVE'])
    mustSucceed(await world.advance(SECOND_MS))
    expect((await agreementRow(agreement.id)).status).toBe('EXPIRED')
  })

  test('a consumer who does not come is given up', async () => {
    const begunMs = nowMs()
    const agreement = await givenCardAgreement(world)
    const first = await initialChargeOf(world, agreement.id)
    mustSucceed(await world.advance(2 * HOUR_MS))
    expect((await agreementRow(agreement.id)).status).toBe('FAILED')
    expect((await chargeRow(first)).status).toBe('DISCARDED')
    expect(await became(agreement.id, 'FAILED', begunMs)).toMatchObject({ source: 'SCHEDULER', seconds: 3_600 })
  })

  test('a lost notification leads to a status query', async () => {
    await control(world, 'faults', { seed: 1, rates: { dropWebhook: 1 } })
    const agreement = await givenPendingAgreement(world, { initialCharge: { amount: usd(1_000n) } })
    await decide(agreement, 'approve')
    mustSucceed(await world.advance(MINUTE_MS))
    expect((await agreementRow(agreement.id)).status).toBe('ACTIVE')
    expect((await chargeRow(await initialChargeOf(world, agreement.id))).status).toBe('CAPTURED')
    const { updatedAt } = agreement
    expect(await became(agreement.id, 'ACTIVE', updatedAt.getTime())).toEqual({ source: 'RECONCILIATION', seconds: 30 })
  })

  test('a notification that failed to arrive is sent again on the provider’s own schedule', async () => {
    const inbox = await divertWebhooks()
    const agreement = await givenPendingAgreement(world)
    await decide(agreement, 'approve')
    await until('all of it to be refused', async () => {
      const { now, nextDue, inFlight } = await world.simulators()
      return inFlight === 0 && nextDue !== null && Date.parse(nextDue) > Date.parse(now) + 10 * SECOND_MS
    })
    expect(inbox.refused()).toBeGreaterThan(0)
    const refusedMs = nowMs()
    await inbox.giveBack()
    mustSucceed(await world.advance(20 * SECOND_MS))
    // PPRO sends it again after fifteen seconds; a status query would follow after thirty.
    const known = await became(agreement.id, 'ACTIVE', refusedMs)
    expect(known?.source).toBe('WEBHOOK')
    expect(known?.seconds).toBeGreaterThanOrEqual(14)
    expect(known?.seconds).toBeLessThan(30)
  })

  test('an outcome that the provider leaves open for an hour arrives and is reported', async () => {
    const agreement = await givenActiveAgreement(world)
    const begunMs = nowMs()
    const pending = await charge(world, agreement.id, 400_001n)
    expect(pending.status).toBe('AUTHORIZATION_PENDING')
    mustSucceed(await world.advance(2 * DAY_MS))
    expect((await chargeRow(pending.id)).status).toBe('CAPTURED')
    expect((await became(pending.id, 'CAPTURED', begunMs))?.source).toBe('WEBHOOK')
  })

  test('what was lost on its way to the provider is found absent, and sent again under its own key', async () => {
    const agreement = await givenActiveAgreement(world)
    // Only the first send.
    await control(world, 'faults', { seed: 1, rates: { dropBeforeEffect: 1 } })
    const lost = await charge(world, agreement.id, 1_200n)
    expect(lost.status).toBe('UNKNOWN')
    await control(world, 'reset', {})
    mustSucceed(await world.advance(MINUTE_MS))
    expect((await chargeRow(lost.id)).status).toBe('CAPTURED')
    const { rows } = await world.database.pool.query(
      `SELECT state, count(*)::int AS "providerRequests" FROM provider_requests WHERE charge_id = $1 GROUP BY state`,
      [lost.id],
    )
    expect(rows).toEqual([{ state: 'SETTLED', providerRequests: 1 }])
  })
})

describe('nothing is left in flight', () => {
  test('a request that its provider is slow to answer is waited for before time moves on', async () => {
    const agreement = await givenActiveAgreement(world)
    await world.settled()
    await control(world, 'faults', { seed: 1, rates: {}, delayMs: [400, 400] })
    const begunMs = nowMs()
    const charging = charge(world, agreement.id, 700n)
    await until('it to be sent', async () => (await nextDue(world.database, realNow())).held.length === 1)
    mustSucceed(await world.advance(10 * MINUTE_MS))
    const made = await charging
    expect(made.status).toBe('CAPTURED')
    // It was answered at its own time, not ten minutes later.
    expect(await became(made.id, 'CAPTURED', begunMs)).toMatchObject({ seconds: 0 })
  })

  test('a provider request that another process has leased is waited for, and taken over if that process has died', async () => {
    const agreement = await givenActiveAgreement(world)
    await control(world, 'faults', { seed: 1, rates: { dropAfterEffect: 1, dropWebhook: 1 } })
    const sentMs = nowMs()
    const lost = await charge(world, agreement.id, 800n)
    await control(world, 'reset', {})
    const leaseMs = 500
    await world.database.pool.query(
      'UPDATE provider_requests SET fencing_token = 1, lease_until = $2 WHERE charge_id = $1',
      [lost.id, new Date(systemTime.nowMs() + leaseMs)],
    )
    const begun = performance.now()
    mustSucceed(await world.advance(DAY_MS))
    expect(performance.now() - begun).toBeGreaterThanOrEqual(leaseMs)
    expect(await became(lost.id, 'CAPTURED', sentMs)).toMatchObject({ source: 'RECONCILIATION', seconds: 1 })
  })
})

describe('refused, and nothing is moved', () => {
  const state = async () => [await readClockOffset(world.database), (await world.simulators()).nextDue]
  const refusal = async (deps: Deps, to: Date) => {
    const before = await state()
    const [gatewayMs, simulatorsMs] = [nowMs(), Date.parse((await world.simulators()).now)]
    const result = await sandboxClockAdvance(deps, world.caller, { to })
    expect(await state()).toEqual(before)
    expect(nowMs() - gatewayMs).toBeLessThan(MINUTE_MS)
    expect(Date.parse((await world.simulators()).now) - simulatorsMs).toBeLessThan(MINUTE_MS)
    return result.ok ? undefined : result.error
  }
  const tomorrow = () => new Date(nowMs() + DAY_MS)

  test('outside sandbox mode', async () => {
    const { sandboxTime: _, ...deps } = world.deps
    expect(readClock(deps).simulated).toBe(false)
    expect(await refusal(deps, tomorrow())).toMatchObject({ code: 'INVALID_STATE', status: 'NOT_SIMULATED' })
  })

  test('an instant in the past, and one that is more than ten years ahead', async () => {
    const now = world.deps.clock.now()
    const deps = { ...world.deps, clock: { now: () => now } }
    const farthest = new Date(now)
    farthest.setUTCFullYear(now.getUTCFullYear() + 10)
    for (const to of [new Date(now.getTime() - 1), new Date(farthest.getTime() + 1)])
      expect(await refusal(deps, to)).toMatchObject({
        code: 'INVALID_INPUT',
        issues: [{ path: ['to'], code: 'RANGE' }],
      })
    expect(await sandboxClockAdvance(deps, world.caller, { to: now })).toMatchObject({ ok: true })
  })

  test('an instant so late that work due after it would have a year of more than four digits', async () => {
    const deps = { ...world.deps, clock: { now: () => new Date('9995-06-01T00:00:00Z') } }
    expect(await refusal(deps, new Date('9999-01-01T00:00:00.001Z'))).toMatchObject({
      code: 'INVALID_INPUT',
      issues: [{ path: ['to'], code: 'RANGE', message: expect.stringContaining('9999-01-01T00:00:00.000Z') }],
    })
  })

  test('with a provider’s live system configured, whose consumers would be charged ahead of time', async () => {
    const live = (entry: Deps['providers']['entries'][number]) =>
      entry.provider === undefined ? entry : { ...entry, provider: { ...entry.provider, modes: ['LIVE' as const] } }
    const providers = { ...world.deps.providers, entries: world.deps.providers.entries.map(live) }
    expect(await refusal({ ...world.deps, providers }, tomorrow())).toMatchObject({
      code: 'INVALID_STATE',
      status: 'LIVE_PROVIDER',
    })
  })

  test('without the simulators, if they have to be moved too', async () => {
    const nowhere = { read: async () => undefined, advance: async () => undefined }
    const sandboxTime = { ...world.deps.sandboxTime, simulators: [nowhere] }
    expect(await refusal({ ...world.deps, sandboxTime }, tomorrow())).toMatchObject({
      code: 'INVALID_STATE',
      status: 'SIMULATORS_UNREACHABLE',
    })
  })

  test('while another request is moving it', async () => {
    const impatient = { ...systemTime, after: (_: number, wake: () => void) => systemTime.after(0, wake) }
    const result = await aloneWithClock(world.database, () =>
      refusal({ ...world.deps, realTime: impatient }, tomorrow()),
    )
    expect(result?.done).toMatchObject({ code: 'INVALID_STATE', status: 'ADVANCING' })
  })
})

test('with a provider’s own system only the gateway’s clock moves', async () => {
  const { now } = await world.simulators()
  const deps = { ...world.deps, sandboxTime: { ...world.deps.sandboxTime, simulators: [] } }
  const to = new Date(nowMs() + HOUR_MS)
  mustSucceed(await sandboxClockAdvance(deps, world.caller, { to }))
  expect(nowMs()).toBeGreaterThanOrEqual(to.getTime())
  expect(Date.parse((await world.simulators()).now) - Date.parse(now)).toBeLessThan(MINUTE_MS)
})

describe('several at once', () => {
  test('each waits for its turn, and time never goes back', async () => {
    const begunMs = nowMs()
    const seen: number[] = []
    const watching = setInterval(() => seen.push(nowMs()), 1)
    const days = [3, 1, 4, 2]
    const results = await Promise.all(days.map(count => world.advance(count * DAY_MS)))
    clearInterval(watching)
    for (const [index, result] of results.entries())
      expect(mustSucceed(result).clock.now.getTime()).toBeGreaterThanOrEqual(begunMs + (days[index] ?? 0) * DAY_MS)
    expect(nowMs() - begunMs).toBeLessThan(4 * DAY_MS + MINUTE_MS)
    expect(seen).toEqual(seen.toSorted((one, other) => one - other))
  })
})

/** Until they are released, the simulators' notifications are refused. */
async function divertWebhooks() {
  const { createServer } = await import('node:http')
  let refused = 0
  const server = createServer((_request, response) => {
    refused += 1
    response.writeHead(503).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  world.sandbox.setWebhookUrl('PPRO', `http://127.0.0.1:${port}`)
  return {
    refused: () => refused,
    async giveBack() {
      world.sandbox.setWebhookUrl('PPRO', `${world.inboxUrl}/webhooks/PPRO`)
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
