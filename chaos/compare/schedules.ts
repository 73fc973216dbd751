import type { ApiOccurrence, ApiSchedule, Difference, Evidence } from '../evidence/evidence.ts'
import { FIRST_OCCURRENCE_DAY, OCCURRENCES, type PlannedSchedule } from '../plan/schedule-plan.ts'
import type { LedgerCharge } from '../processes/simulators.ts'
import { chargesOfRequests } from './money.ts'

const DAY_MS = 86_400_000
const ended = new Set(['COMPLETED', 'CANCELED'])
const final = new Set(['PAID', 'FAILED', 'SKIPPED'])

/**
 * Compares the schedules with their plan and with the provider's ledger: no occurrence is missing, each is on its day,
 * and the provider has exactly one effective charge of one that is PAID, and none of another.
 */
export function compareSchedules(evidence: Evidence): Difference[] {
  const { schedules, responses, rows } = evidence
  const planOf = new Map<string, PlannedSchedule>()
  for (const { planned, ids } of responses.schedules.values()) for (const id of ids) planOf.set(id, planned)
  const shown = schedules.reduce((sum, { occurrences }) => sum + occurrences.length, 0)
  const lost: Difference[] =
    shown === rows.occurrenceCount
      ? []
      : [{ kind: 'lost', what: `the database has ${rows.occurrenceCount} occurrences, the API ${shown}` }]
  const effective = effectiveOf(evidence)
  return [
    ...lost,
    ...schedules.flatMap(schedule => {
      const planned = planOf.get(schedule.id)
      return [
        ...(planned === undefined ? [] : compareWithPlan(schedule, planned, evidence.firstDay)),
        ...schedule.occurrences.flatMap(occurrence => compareMoneyOf(occurrence, effective)),
      ]
    }),
  ]
}

/** The charges of the ledger that took effect, by the gateway's charge. */
function effectiveOf({ rows, ledger }: Evidence): ReadonlyMap<string, readonly LedgerCharge[]> {
  const chargeOf = chargesOfRequests(rows)
  const effective = ledger.charges.filter(({ status }) => status !== 'FAILED')
  return Map.groupBy(effective, ({ reference }) => chargeOf.get(reference ?? '') ?? '')
}

function compareMoneyOf(
  { id, status, amount, chargeIds }: ApiOccurrence,
  effective: ReadonlyMap<string, readonly LedgerCharge[]>,
): Difference[] {
  const entries = chargeIds.flatMap(chargeId => effective.get(chargeId) ?? [])
  const captured = entries.reduce((sum, entry) => sum + BigInt(entry.captured), 0n)
  const named = `occurrence ${id} (${status}) of ${amount}`
  if (entries.length > 1)
    return [{ kind: 'double charge', what: `${named} is ${entries.length} charges at the provider` }]
  if (status === 'PAID')
    return captured === amount ? [] : [{ kind: 'lost', what: `${named}: the provider captured ${captured}` }]
  if (!final.has(status)) return [{ kind: 'stuck', what: named }]
  return entries.length === 0 ? [] : [{ kind: 'records', what: `${named}: the provider has charged it` }]
}

function compareWithPlan(
  { id, status, occurrences }: ApiSchedule,
  planned: PlannedSchedule,
  firstDay: Date,
): Difference[] {
  const { story, timeOfDay } = planned
  const [hours = 0, minutes = 0] = timeOfDay.split(':').map(Number)
  const first = firstDay.getTime() + FIRST_OCCURRENCE_DAY * DAY_MS + hours * 3_600_000 + minutes * 60_000
  const named = `schedule ${id} (${story})`
  const wanted = Array.from({ length: occurrences.length }, (_, index) =>
    new Date(first + index * DAY_MS).toISOString(),
  )
  const found = occurrences.map(({ dueAt }) => new Date(dueAt).toISOString())
  const statuses = occurrences.map(of => of.status)
  const isComplete = story === 'canceled' || occurrences.length === OCCURRENCES
  return [
    ...(ended.has(status) ? [] : [{ kind: 'stuck', what: `${named} is ${status}` } as const]),
    ...(isComplete ? [] : [{ kind: 'lost', what: `${named} has ${occurrences.length} occurrences` } as const]),
    ...(wanted.join() === found.join()
      ? []
      : [{ kind: 'records', what: `${named} is due ${found.join(', ')}, not ${wanted.join(', ')}` } as const]),
    ...(fits(story, statuses)
      ? []
      : [{ kind: 'unexpected outcome', what: `the occurrences of ${named} are ${statuses.join(', ')}` } as const]),
  ]
}

/** True if the story can end with these occurrences. When a pause or cancellation arrives is not planned. */
function fits(story: PlannedSchedule['story'], statuses: readonly string[]): boolean {
  const only = (...allowed: string[]) => statuses.every(status => allowed.includes(status))
  switch (story) {
    case 'paid':
    case 'retried':
    case 'retriedByHand':
      return only('PAID')
    case 'declined':
      return only('FAILED')
    case 'paused':
    case 'canceled':
      return only('PAID', 'SKIPPED') && statuses[0] === 'PAID'
  }
}
