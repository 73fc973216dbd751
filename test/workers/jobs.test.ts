import { afterEach, expect, test } from 'vitest'
import { systemTime } from '../../src/base/time/real-time.ts'
import { agreementRevoke } from '../../src/operations/agreement/revoke.ts'
import { chargeCreate } from '../../src/operations/charge/create.ts'
import type { Deps } from '../../src/operations/command/deps.ts'
import { LEASE_MS } from '../../src/operations/provider-request/lease.ts'
import { webhookReceive } from '../../src/operations/webhook/receive.ts'
import { planStatusQuery } from '../../src/store/provider-request/repository.ts'
import { write } from '../../src/store/sql/write.ts'
import { markFailed, markProcessed } from '../../src/store/webhook/inbox.ts'
import { renewLease } from '../../src/store/work-queue/lease.ts'
import { type JobName, queues } from '../../src/store/work-queue/queues.ts'
import { type Claimed, claimDue, finish, type WorkQueue } from '../../src/store/work-queue/work-queue.ts'
import { losingAnswers, withProvider } from '../scenarios/support/providers.ts'
import { doDue } from '../support/world/jobs.ts'
import { revocationOf, sign } from '../support/world/ppro-notifications.ts'
import { givenSchedule } from '../support/world/schedule.ts'
import { control, givenActiveAgreement, givenPendingAgreement, key, mustSucceed, usd } from '../support/world/story.ts'
import { createWorld, type World } from '../support/world/world.ts'

const ROWS = 3
const DAY_MS = 86_400_000

let world: World
let aheadMs = 0
afterEach(() => world.close())

async function begin(): Promise<void> {
  aheadMs = 0
  world = await createWorld({}, { clock: { now: () => new Date(Date.now() + aheadMs) } })
}

const times = <T>(work: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: ROWS }, work))
const sql = (text: string, values: unknown[] = []) => world.database.pool.query(text, values)
/** From now on no notification comes, so that nothing but the jobs does anything. */
const quiet = async () => {
  await world.quiet()
  await control(world, 'faults', { seed: 1, rates: { dropWebhook: 1 } })
}

async function givenSchedules(): Promise<string> {
  const agreement = await givenActiveAgreement(world)
  await quiet()
  await times(() => givenSchedule(world, agreement.id))
  return agreement.id
}

interface Case {
  readonly job: JobName
  /** Makes as many rows due as ROWS. */
  readonly given: () => Promise<unknown>
  /** What is asked of the provider for each row. */
  readonly calls: readonly ('send' | 'queryStatus')[]
  /** The events of each row. */
  readonly events: readonly string[]
}

const cases: readonly Case[] = [
  {
    job: 'recovery',
    async given() {
      const { id: agreementId } = await givenActiveAgreement(world)
      await quiet()
      const lost = losingAnswers(world.deps)
      await times(() =>
        chargeCreate(lost, world.caller, { idempotencyKey: key(), agreementId, amount: usd(1_000n) }).then(mustSucceed),
      )
      aheadMs += 60_000
    },
    calls: ['queryStatus'],
    events: ['charge.authorization_succeeded', 'charge.capture_succeeded'],
  },
  {
    job: 'inbox',
    async given() {
      const agreements = await times(() => givenActiveAgreement(world))
      await quiet()
      const dying = { ...world.deps, background: { run: () => {} } }
      for (const agreement of agreements) {
        // From before the agreement was made: the provider is asked.
        const time = new Date(Date.now() - 600_000).toISOString()
        const body = JSON.stringify({ ...revocationOf(agreement), time })
        const headers = { 'ppro-signature': sign(body) }
        await webhookReceive(dying, 'PPRO', { headers, rawBody: Buffer.from(body), receivedAt: new Date() })
      }
    },
    calls: ['queryStatus'],
    events: [],
  },
  {
    job: 'expiry',
    async given() {
      await times(() => givenActiveAgreement(world))
      await quiet()
      await sql('UPDATE agreements SET ends_at = $1', [world.deps.clock.now()])
    },
    calls: [],
    events: ['agreement.status_changed'],
  },
  {
    job: 'reconciliation',
    async given() {
      await times(() => givenActiveAgreement(world))
      await quiet()
      await sql('UPDATE agreements SET reconcile_at = $1', [world.deps.clock.now()])
    },
    calls: ['queryStatus'],
    events: [],
  },
  {
    job: 'abandoned',
    async given() {
      await times(() => givenPendingAgreement(world))
      await quiet()
      await sql('UPDATE agreements SET awaited_until = $1', [world.deps.clock.now()])
      await sql('UPDATE provider_requests SET first_sent_at = $1', [new Date(Date.now() - DAY_MS)])
    },
    calls: ['queryStatus'],
    events: ['agreement.status_changed'],
  },
  {
    job: 'scheduler',
    async given() {
      await givenSchedules()
      aheadMs += DAY_MS
    },
    calls: ['send'],
    events: [
      ...['charge.created', 'charge.authorization_succeeded', 'charge.capture_succeeded'],
      ...['schedule.occurrence_processing', 'schedule.occurrence_paid'],
    ],
  },
  {
    job: 'settlement',
    async given() {
      await givenSchedules()
      aheadMs += DAY_MS
      await doDue(world.deps, 'scheduler')
      // As an occurrence is between the end of its charge and its own.
      await sql(`UPDATE occurrences SET status = 'PROCESSING' WHERE status = 'PAID'`)
    },
    calls: [],
    events: ['schedule.occurrence_paid'],
  },
  {
    job: 'ending',
    async given() {
      const agreementId = await givenSchedules()
      mustSucceed(await agreementRevoke(world.deps, world.caller, { agreementId }))
      await world.quiet()
    },
    calls: [],
    events: ['schedule.canceled', 'schedule.occurrence_skipped'],
  },
]

/** A process whose calls to providers are counted, and for which the leases of now have ended. */
function processCounting(called: string[]): Deps {
  const realTime = { ...systemTime, nowMs: () => systemTime.nowMs() + LEASE_MS + 1 }
  return withProvider({ ...world.deps, realTime }, real => ({
    send: (request, options) => {
      called.push('send')
      return real.send(request, options)
    },
    queryStatus: (question, options) => {
      called.push('queryStatus')
      return real.queryStatus(question, options)
    },
  }))
}

const lastEvent = async () => BigInt((await sql('SELECT coalesce(max(seq), 0) AS seq FROM events')).rows[0].seq)

test.each(cases)(
  '$job: two processes with the same due rows do each once, and make each provider call once (scenario 5)',
  async ({ job, given, calls, events }) => {
    await begin()
    await given()
    const before = await lastEvent()
    const called: string[] = []
    const [one, other] = [processCounting(called), processCounting(called)]
    const claimed = await Promise.all([doDue(one, job), doDue(other, job)])
    expect(claimed[0] + claimed[1]).toBe(ROWS)
    expect(called).toEqual(Array(ROWS).fill(calls).flat())
    const { rows } = await sql('SELECT type, count(*)::int FROM events WHERE seq > $1 GROUP BY type', [before])
    expect(Object.fromEntries(rows.map(({ type, count }) => [type, count]))).toEqual(
      Object.fromEntries(events.map(type => [type, ROWS])),
    )
    expect([await doDue(one, job), await doDue(other, job)]).toEqual([0, 0])
  },
)

test.each(cases)('$job: a worker whose lease has ended cannot finish the row (scenario 5)', async ({ job, given }) => {
  await begin()
  await given()
  const queue: WorkQueue<object> = queues[job]
  const realNow = new Date(systemTime.nowMs() + LEASE_MS + 1)
  const claim = (leaseUntil: Date) =>
    claimDue(world.database, queue, { now: world.deps.clock.now(), realNow, leaseUntil, limit: 1 })
  const [late] = await claim(new Date(realNow.getTime() - 1))
  const [present] = await claim(new Date(realNow.getTime() + LEASE_MS))
  if (late === undefined || present === undefined) throw new Error('nothing is due')
  expect({ id: present.id, fencingToken: present.fencingToken }).toEqual({
    id: late.id,
    fencingToken: late.fencingToken + 1,
  })
  const row = async () => (await sql(`SELECT * FROM ${late.table} WHERE id = $1`, [late.id])).rows[0]
  const before = await row()
  await finish(world.database, late)
  await finish(world.database, late, new Date())
  await renewLease(world.database, late, new Date())
  await writesOfItsOwn[job]?.(late)
  expect(await row()).toEqual(before)
  await finish(world.database, present)
  expect(await row()).toEqual({ ...before, lease_until: null })
})

const writesOfItsOwn: Partial<Record<JobName, (late: Claimed<object>) => Promise<unknown>>> = {
  recovery: late =>
    planStatusQuery(world.database, late, null, { nextStatusQueryAt: null, absentSince: null, goesOn: false }),
  inbox: async late => {
    const at = new Date()
    const processed = { id: late.id, fencingToken: late.fencingToken, status: 'PROCESSED', processedAt: at } as const
    await write(world.database, [markProcessed({ ...processed, nextTryAt: null, subject: null, deliveriesSeen: null })])
    await markFailed(world.database, late, 'Error', at)
  },
}
