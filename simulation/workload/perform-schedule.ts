import { pause } from '../../src/base/time/real-time.ts'
import type { Result } from '../../src/domain/input/user-error.ts'
import type { Deps } from '../../src/operations/command/deps.ts'
import type { ScheduleUpdateInput } from '../../src/operations/command/inputs.ts'
import type { ScheduleChanged } from '../../src/operations/schedule/apply.ts'
import { scheduleCancel } from '../../src/operations/schedule/cancel.ts'
import { scheduleCreate } from '../../src/operations/schedule/create.ts'
import { occurrenceRetry } from '../../src/operations/schedule/occurrence-retry.ts'
import { occurrenceSkip } from '../../src/operations/schedule/occurrence-skip.ts'
import { schedulePause } from '../../src/operations/schedule/pause.ts'
import { scheduleResume } from '../../src/operations/schedule/resume.ts'
import { scheduleUpdate } from '../../src/operations/schedule/update.ts'
import { type Client, currencies, newKey, nth, request } from './client.ts'
import { acknowledge, acknowledgeSchedule, type KnownSchedule, noteKey } from './client-records.ts'
import { dateIn } from './dates.ts'
import { chargesOfSchedule, nextDueOfAll, type OccurrenceState, occurrencesOfSchedule } from './reads.ts'
import type { ScheduleAction } from './schedule-action.ts'

/** An agreement may not be ACTIVE yet. */
const CREATED_WITHIN_MS = [0, 0, 10_000, 600_000, 9_000_000]
/** Half of the clients that wait for a due time are a little early. */
const EARLY_MS = 200
const LATE_MS = 20_000

export async function performSchedule(client: Client, action: ScheduleAction): Promise<void> {
  switch (action.kind) {
    case 'schedule':
      return create(client, action)
    case 'scheduleChange':
      return change(client, action)
    case 'schedulePause':
      return apply(client, action, schedulePause)
    case 'scheduleResume':
      return apply(client, action, scheduleResume)
    case 'scheduleCancel':
      return apply(client, action, scheduleCancel)
    case 'scheduleLook':
      return look(client, action.of)
    case 'occurrenceSkip':
      return skip(client, action)
    case 'occurrenceRetry':
      return retry(client, action)
    case 'providerAway': {
      const forMs = action.minutes * 60_000
      // An absence of minutes is like an open circuit; for hours, every try fails.
      client.world.providerAway(action.provider, { forMs, circuitOpen: action.minutes < 5 })
      return
    }
    case 'outage': {
      const { scheduler } = client.world
      return scheduler.step({ owner: 'world', label: 'outage' }, () => client.world.outage(action.hours * 3_600_000))
    }
  }
}

/** Waits until shortly before the next due time of any schedule. Does not wait if there is none. */
export async function untilDue({ world, name }: Client): Promise<void> {
  const at = await world.call(name, 'what is due', ({ database }) => nextDueOfAll(database)).catch(() => undefined)
  if (at === undefined) return
  const time = world.timeOf(name)
  await pause(time, Math.max(0, at.getTime() - time.nowMs() - EARLY_MS))
}

async function create(client: Client, action: Extract<ScheduleAction, { kind: 'schedule' }>): Promise<void> {
  const { world, records, name } = client
  const { interval, intervalCount, timeOfDay, timeZone, maxOccurrences, policy } = action
  for (const [round, waitMs] of CREATED_WITHIN_MS.entries()) {
    await pause(world.timeOf(name), waitMs)
    const agreement = nth(records.agreements, action.of + round)
    if (agreement === undefined) return
    const { nowMs } = world.scheduler
    const anchorDate = dateIn(nowMs, action.anchorDays, action.monthEnd)
    const beginMs = Math.max(nowMs, Date.parse(anchorDate))
    const endDate = action.endDays === null ? null : dateIn(beginMs, action.endDays)
    const currency = currencies[agreement.provider]
    const idempotencyKey = newKey(world)
    const input = {
      ...{ idempotencyKey, agreementId: agreement.id, amount: { value: BigInt(action.amount), currency } },
      ...{ interval, intervalCount, anchorDate, timeOfDay, timeZone, endDate, maxOccurrences, retryPolicy: policy },
    }
    const made = await request(world, name, 'scheduleCreate', deps => scheduleCreate(deps, world.caller, input))
    for (const { schedule } of made) {
      noteKey(records, idempotencyKey, schedule.id)
      acknowledgeSchedule(records, schedule, world.scheduler.nowMs)
    }
    const id = made[0]?.schedule.id
    if (id === undefined) continue
    records.schedules.push({ id, currency, timeZone, provider: agreement.provider })
    return
  }
}

async function change(client: Client, action: Extract<ScheduleAction, { kind: 'scheduleChange' }>): Promise<void> {
  const known = nth(client.records.schedules, action.of)
  if (known === undefined) return
  const input = { scheduleId: known.id, ...changed(client, known, action.change) }
  await applied(client, 'scheduleUpdate', deps => scheduleUpdate(deps, client.world.caller, input))
}

function changed(
  { world, records }: Client,
  { provider, currency }: KnownSchedule,
  change: Extract<ScheduleAction, { kind: 'scheduleChange' }>['change'],
): Omit<ScheduleUpdateInput, 'scheduleId'> {
  if ('amount' in change) return { amount: { value: BigInt(change.amount), currency } }
  if ('policy' in change) return { retryPolicy: change.policy }
  if ('maxOccurrences' in change) return { maxOccurrences: change.maxOccurrences }
  if ('endDays' in change)
    return { endDate: change.endDays === null ? null : dateIn(world.scheduler.nowMs, change.endDays) }
  const agreements = records.agreements.filter(agreement => agreement.provider === provider)
  const agreementId = nth(agreements, change.agreement)?.id
  return agreementId === undefined ? {} : { agreementId }
}

type Simple = (
  deps: Deps,
  caller: Client['world']['caller'],
  input: { readonly scheduleId: string },
) => Promise<Result<ScheduleChanged>>

async function apply(client: Client, { kind, of }: { kind: string; of: number }, operation: Simple): Promise<void> {
  const known = nth(client.records.schedules, of)
  if (known === undefined) return
  await applied(client, kind, deps => operation(deps, client.world.caller, { scheduleId: known.id }))
}

async function applied(
  { world, records, name }: Client,
  label: string,
  ask: (deps: Deps) => Promise<Result<ScheduleChanged>>,
): Promise<void> {
  for (const { schedule } of await request(world, name, label, ask))
    acknowledgeSchedule(records, schedule, world.scheduler.nowMs)
}

async function look({ world, records, name }: Client, of: number): Promise<void> {
  const known = nth(records.schedules, of)
  if (known === undefined) return
  const charges = await world
    .call(name, 'charges', ({ database }) => chargesOfSchedule(database, known.id))
    .catch(() => [])
  for (const charge of charges) acknowledge(records, charge)
}

async function skip(client: Client, action: { of: number; occurrence: number }): Promise<void> {
  const { world, records, name } = client
  const chosen = await choose(client, action, ['UPCOMING', 'RETRYING'])
  if (chosen === undefined) return
  const input = { occurrenceId: chosen.id }
  const done = await request(world, name, 'occurrenceSkip', deps => occurrenceSkip(deps, world.caller, input))
  for (const { occurrence } of done)
    records.acknowledged.push({ table: 'occurrences', id: occurrence.id, status: occurrence.status })
}

async function retry(client: Client, action: { of: number; occurrence: number }): Promise<void> {
  const { world, records, name } = client
  const failed = ['RETRYING', 'FAILED']
  let chosen = await choose(client, action, failed)
  if (chosen !== undefined && !failed.includes(chosen.status)) {
    // The next occurrence may fail.
    await untilDue(client)
    await pause(world.timeOf(name), world.chance.between(0, LATE_MS))
    chosen = await choose(client, action, failed)
  }
  if (chosen === undefined) return
  const input = { idempotencyKey: newKey(world), occurrenceId: chosen.id }
  const done = await request(world, name, 'occurrenceRetry', deps => occurrenceRetry(deps, world.caller, input))
  for (const { charge } of done) {
    noteKey(records, input.idempotencyKey, charge.id)
    acknowledge(records, charge)
  }
}

/** Most clients choose an action that fits the current state, which can change before their request arrives. */
async function choose(
  { world, records, name }: Client,
  { of, occurrence }: { of: number; occurrence: number },
  sensible: readonly string[],
): Promise<OccurrenceState | undefined> {
  const known = nth(records.schedules, of)
  if (known === undefined) return undefined
  const found = await world
    .call(name, 'occurrences', ({ database }) => occurrencesOfSchedule(database, known.id))
    .catch(() => [])
  const fitting = found.filter(({ status }) => sensible.includes(status))
  return nth(fitting.length > 0 && world.chance.happens(0.85) ? fitting : found, occurrence)
}
