import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemTime } from '../../../../src/base/time/real-time.ts'
import { agreementRevoke } from '../../../../src/operations/agreement/revoke.ts'
import type { Deps } from '../../../../src/operations/command/deps.ts'
import { LEASE_MS } from '../../../../src/operations/provider-request/lease.ts'
import { scheduleCancel } from '../../../../src/operations/schedule/cancel.ts'
import { occurrenceRetry } from '../../../../src/operations/schedule/occurrence-retry.ts'
import { occurrenceSkip } from '../../../../src/operations/schedule/occurrence-skip.ts'
import { schedulePause } from '../../../../src/operations/schedule/pause.ts'
import { scheduleUpdate } from '../../../../src/operations/schedule/update.ts'
import type { AgreementRow, ScheduleRow } from '../../../../src/store/tables.ts'
import { fullPass } from '../../../support/database/integrity.ts'
import { full } from '../../../support/full.ts'
import { until } from '../../../support/until.ts'
import { createScheduler, settleDue } from '../../../support/world/jobs.ts'
import { givenSchedule } from '../../../support/world/schedule.ts'
import { control, givenActiveAgreement, key, ledger, usd } from '../../../support/world/story.ts'
import { withPoints } from '../support/points.ts'
import { createScheduledWorld, type ScheduledWorld } from '../support/scheduled-world.ts'
import { occurrenceId, occurrencesOf, scheduleOf, stepsOf } from '../support/state.ts'
import { itsNextCharges } from '../support/ways.ts'

const BEGIN = '2027-01-10T09:00:00Z'

let world: ScheduledWorld
beforeAll(async () => {
  world = await createScheduledWorld(BEGIN)
})
afterAll(async () => {
  await fullPass(world.deps)
  expect(world.complaints).toEqual([])
  await world.close()
})

interface Scene {
  readonly agreement: AgreementRow
  readonly schedule: ScheduleRow
  readonly occurrenceId: string
}

/** Each concurrent change, and the possible states of the schedule's occurrences ten days later. */
interface Overtaking {
  readonly name: string
  readonly by: (scene: Scene) => Promise<unknown>
  /** The event after which no new charge begins. */
  readonly ends?: RegExp
  readonly endsAgreement?: true
  readonly schedule: RegExp
  readonly occurrence: RegExp
  /** Further conditions that hold then. */
  readonly holds?: (scene: Scene, where: string) => Promise<void>
}

const { deps, caller } = { deps: () => world.deps, caller: () => world.caller }
const overtakings: readonly Overtaking[] = [
  {
    name: 'a pause',
    by: ({ schedule: { id } }) => schedulePause(deps(), caller(), { scheduleId: id }),
    ends: /paused/,
    schedule: /^PAUSED$/,
    occurrence: /^0 (SKIPPED SCHEDULE_PAUSED|PAID|RETRYING INSUFFICIENT_FUNDS)$/,
  },
  {
    name: 'a cancellation',
    by: ({ schedule: { id } }) => scheduleCancel(deps(), caller(), { scheduleId: id, reason: 'enough' }),
    ends: /canceled/,
    schedule: /^CANCELED enough$/,
    occurrence: /^0 (SKIPPED enough|FAILED enough|PAID|FAILED INSUFFICIENT_FUNDS)$/,
  },
  {
    name: 'the end of the agreement by the merchant',
    by: ({ agreement: { id } }) => agreementRevoke(deps(), caller(), { agreementId: id }),
    ends: /canceled/,
    endsAgreement: true,
    schedule: /^CANCELED AGREEMENT_REVOKED_BY_MERCHANT$/,
    occurrence:
      /^0 ((SKIPPED|FAILED) AGREEMENT_REVOKED_BY_MERCHANT|PAID|FAILED (INSUFFICIENT_FUNDS|AGREEMENT_REVOKED))$/,
  },
  {
    name: 'the end of the agreement by the consumer',
    by: ({ agreement: { providerReference } }) =>
      control(world, `agreements/${providerReference}/revoke`, { by: 'CONSUMER' }),
    ends: /canceled/,
    endsAgreement: true,
    schedule: /^CANCELED AGREEMENT_REVOKED_BY_CONSUMER$/,
    occurrence:
      /^0 ((SKIPPED|FAILED) AGREEMENT_REVOKED_BY_CONSUMER|PAID|FAILED (INSUFFICIENT_FUNDS|AGREEMENT_REVOKED))$/,
  },
  {
    name: 'a skip',
    by: scene => occurrenceSkip(deps(), caller(), { occurrenceId: scene.occurrenceId }),
    ends: /occurrence_skipped 0/,
    schedule: /^ACTIVE$/,
    occurrence: /^0 (SKIPPED SKIPPED_BY_MERCHANT|PAID)$/,
  },
  {
    name: 'a new amount',
    by: ({ schedule: { id } }) => scheduleUpdate(deps(), caller(), { scheduleId: id, amount: usd(2_000n) }),
    schedule: /^ACTIVE$/,
    occurrence: /^0 PAID$/,
  },
  {
    name: 'a move to another agreement',
    by: async ({ agreement, schedule: { id } }) => {
      const card = await givenActiveAgreement(world, { consumerId: agreement.consumerId })
      return scheduleUpdate(deps(), caller(), { scheduleId: id, agreementId: card.id })
    },
    schedule: /^ACTIVE$/,
    occurrence: /^0 PAID$/,
    holds: nothingMoreUnderTheOldOne,
  },
  {
    name: 'a manual retry',
    by: scene => occurrenceRetry(deps(), caller(), { idempotencyKey: key(), occurrenceId: scene.occurrenceId }),
    schedule: /^ACTIVE$/,
    occurrence: /^0 PAID$/,
  },
  {
    name: 'a worker that settles a final charge',
    by: () => settleDue(deps()),
    schedule: /^ACTIVE$/,
    occurrence: /^0 PAID$/,
  },
  {
    name: 'a scheduler after the lease has ended',
    by: async () => {
      const realTime = { ...systemTime, nowMs: () => systemTime.nowMs() + LEASE_MS + 1_000 }
      const scheduler = createScheduler({ ...deps(), realTime })
      await scheduler.take()
      await scheduler.idle()
    },
    schedule: /^ACTIVE$/,
    occurrence: /^0 PAID$/,
  },
]

/** After the move in the log, every try is under the new agreement. */
async function nothingMoreUnderTheOldOne({ agreement, schedule }: Scene, where: string): Promise<void> {
  const { rows } = await world.database.pool.query(
    `SELECT e.subject_id FROM events e JOIN charges c ON c.id = e.subject_id
     WHERE c.schedule_id = $1 AND e.type = 'charge.created' AND c.agreement_id = $2
       AND e.seq > (SELECT u.seq FROM events u WHERE u.subject_id = $1 AND u.type = 'schedule.updated')`,
    [schedule.id, agreement.id],
  )
  expect(rows, where).toEqual([])
}

/**
 * A gateway that runs another change before its n-th point, unless the change has to wait for a lock that this gateway
 * holds.
 */
function overtakenAt(point: number, by: () => Promise<unknown>) {
  let passed = 0
  let reached: string | undefined
  let other: Promise<unknown> = Promise.resolve()
  const overtaken: Deps = withPoints(world.deps, async name => {
    if (passed++ !== point) return
    reached = name
    let done = false
    other = by().finally(() => {
      done = true
    })
    await until('the other change to be done, or to wait', async () => done || (await waitsForLock()))
  })
  return { deps: overtaken, reached: () => reached, other: () => other }
}

async function waitsForLock(): Promise<boolean> {
  const { rows } = await world.database.pool.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  )
  return rows.length > 0
}

async function givenDue(agreement: AgreementRow, outcomes: readonly string[]): Promise<Scene> {
  world.setClock(BEGIN)
  const schedule = await givenSchedule(world, agreement.id, {
    timeOfDay: '13:00',
    retryPolicy: { retryAfterDays: [1, 2, 3], onExhausted: 'PAUSE' },
  })
  await itsNextCharges(world, agreement, outcomes)
  return { agreement, schedule, occurrenceId: await occurrenceId(world, schedule.id, 0) }
}

const scenes = [
  { what: 'of a first try that is declined', outcomes: ['INSUFFICIENT_FUNDS'], at: '2027-01-10T13:00:00Z' },
  ...(full
    ? [
        { what: 'of a first try that is paid', outcomes: [], at: '2027-01-10T13:00:00Z' },
        { what: 'of a retry', outcomes: Array(2).fill('INSUFFICIENT_FUNDS'), at: '2027-01-11T13:00:00Z' },
      ]
    : []),
]

/** Step of the points; each change begins at a different one, so that together they cover all. */
const every = full ? 1 : 8

test.each(overtakings.flatMap((overtaking, index) => scenes.map(scene => ({ ...overtaking, ...scene, index }))))(
  '$name at every step $what (scenario 5)',
  { timeout: 240_000 },
  async ({ by, ends, endsAgreement, schedule, occurrence, holds, outcomes, at, index }) => {
    let agreement = await givenActiveAgreement(world)
    for (let point = index % every; ; point += every) {
      if (endsAgreement) agreement = await givenActiveAgreement(world)
      const scene = await givenDue(agreement, outcomes)
      await world.goTo(new Date(Date.parse(at) - 1).toISOString())
      world.setClock(at)
      const overtaken = overtakenAt(point, () => by(scene))
      const scheduler = createScheduler(overtaken.deps)
      await scheduler.take()
      await scheduler.idle()
      await overtaken.other()
      await world.goTo('2027-01-20T00:00:00Z')
      if (overtaken.reached() === undefined) return
      const where = `before ${point}: ${overtaken.reached()}`
      expect(await scheduleOf(world, scene.schedule.id), where).toMatch(schedule)
      const [first = ''] = await occurrencesOf(world, scene.schedule.id)
      expect(first, where).toMatch(occurrence)
      const steps = await stepsOf(world, scene.schedule.id)
      const end = ends ? steps.findIndex(step => ends.test(step)) : -1
      if (end >= 0) expect(steps.slice(end).join(), where).not.toContain('occurrence_processing')
      // The result of a charge is reported once.
      const types = steps.filter(step => / 0( |$)/.test(step)).map(step => step.split(' ')[1])
      for (const [index, type] of types.entries()) expect(types[index + 1], where).not.toBe(type)
      await holds?.(scene, where)
      expect(await takenFor(scene.schedule), where).toBe(first === '0 PAID' ? 1 : 0)
    }
  },
)

/** How many times the provider took money for a schedule. */
async function takenFor({ id }: ScheduleRow): Promise<number> {
  const { rows } = await world.database.pool.query<{ id: string }>(
    'SELECT a.id FROM provider_requests a JOIN charges c ON c.id = a.charge_id WHERE c.schedule_id = $1',
    [id],
  )
  const providerRequests = new Set(rows.map(row => row.id))
  const { charges } = await ledger(world)
  return charges.filter(({ reference, captured }) => captured > 0 && providerRequests.has(reference)).length
}
