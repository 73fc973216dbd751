import { pause } from '../../src/base/time/real-time.ts'
import { findAgreement } from '../../src/store/sql/find-rows.ts'
import type { Stage } from '../simulate.ts'
import type { Client } from '../workload/client.ts'
import { perform } from '../workload/perform.ts'
import { nextDueOfAll, occurrencesOfSchedule } from '../workload/reads.ts'
import type { Given, Race } from './race.ts'

const amount = 1_000
const UNTIL_LOST_IS_DUE_MS = 5_000

/** Prepares the objects of the race, with only the faults that it needs, and then stops time. */
export async function prepare(stage: Stage, race: Race): Promise<Given> {
  const { world, records, consumerId, until } = stage
  const client: Client = { world, records, name: 'client', consumerId }
  const agreementId = await anAgreement(stage, client)
  const given = { stage, agreementId, chargeId: '', otherAgreementId: '', scheduleId: '', occurrenceId: '' }
  if (race.occurrence !== undefined) {
    const otherAgreementId = await anAgreement(stage, client)
    return { ...given, otherAgreementId, ...(await anOccurrence(stage, client, race.occurrence)) }
  }
  if (race.charge === undefined) return given
  await until(perform(client, { kind: 'charge', of: 0, amount, manual: race.charge !== 'captured' }))
  if (race.charge === 'lost') world.scheduler.skip(UNTIL_LOST_IS_DUE_MS)
  return { ...given, chargeId: records.charges[0]?.id ?? '' }
}

async function anAgreement(stage: Stage, client: Client): Promise<string> {
  const { world, records, until } = stage
  await until(
    perform(client, { kind: 'agree', provider: 'PPRO', initial: false, manual: false, decision: 'approve', amount }),
  )
  const id = records.agreements.at(-1)?.id ?? ''
  await until(
    untilTrue(client, 500, async () => {
      const row = await world.call('client', 'agreement', ({ database }) =>
        findAgreement(database, world.caller.tenant, id),
      )
      return row?.status === 'ACTIVE'
    }),
  )
  return id
}

/** The first occurrence of a schedule, at its due time. */
async function anOccurrence(stage: Stage, client: Client, occurrence: 'due' | 'retrying') {
  const { world, records, until } = stage
  await until(
    perform(client, {
      ...{ kind: 'schedule', of: 0, amount, interval: 'DAY', intervalCount: 1, anchorDays: 1, monthEnd: false },
      ...{ timeOfDay: '09:00', timeZone: 'UTC', maxOccurrences: 2, endDays: null },
      policy: { retryAfterDays: [1, 2], onExhausted: 'CONTINUE' },
    }),
  )
  const scheduleId = records.schedules[0]?.id ?? ''
  const first = async () =>
    (await world.call('client', 'occurrences', ({ database }) => occurrencesOfSchedule(database, scheduleId)))[0]
  if (occurrence === 'retrying')
    await until(untilTrue(client, 600_000, async () => (await first())?.status === 'RETRYING'))
  const occurrenceId = (await until(first()))?.id ?? ''
  const dueAt = await until(world.call('client', 'what is due', ({ database }) => nextDueOfAll(database)))
  world.scheduler.skip((dueAt?.getTime() ?? 0) - world.scheduler.nowMs)
  return { scheduleId, occurrenceId }
}

async function untilTrue({ world, name }: Client, everyMs: number, holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(world.timeOf(name), everyMs)
}
