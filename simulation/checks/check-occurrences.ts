import { dateOfOccurrence, hasOccurrence, instantOfOccurrence } from './calendar.ts'
import { occurrenceOf } from './check-tries.ts'
import type {
  ChargeInRecords,
  EventInRecords,
  FinalRecords,
  OccurrenceInRecords,
  ScheduleInRecords,
} from './final-records.ts'

const open: ReadonlySet<string> = new Set(['UPCOMING', 'PROCESSING', 'RETRYING'])

/** The final status of an occurrence's charge. */
const over: ReadonlySet<string> = new Set([
  ...['CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'VOIDED', 'FAILED', 'DISCARDED'],
])

/** All records of one schedule. */
interface Story {
  readonly schedule: ScheduleInRecords
  readonly occurrences: readonly OccurrenceInRecords[]
  readonly events: readonly EventInRecords[]
  readonly records: FinalRecords
  readonly lastOccurrenceMs: number
}

/**
 * Checks that each schedule's occurrences are those of the calendar, without a gap. Each one up to the end was charged,
 * or has a recorded and true reason. A final one does not change, and an open one is planned.
 */
export function checkOccurrences(records: FinalRecords, lastOccurrenceMs: number): string[] {
  const occurrences = Map.groupBy(records.occurrences, ({ schedule_id }) => schedule_id)
  const events = Map.groupBy(records.events, ({ subject_id }) => subject_id)
  return records.schedules.flatMap(schedule => {
    const { id } = schedule
    const all = { occurrences: occurrences.get(id) ?? [], events: events.get(id) ?? [] }
    const story: Story = { schedule, ...all, records, lastOccurrenceMs }
    return [...calendar(story), ...state(story), ...reasons(story), ...moves(story)].map(what => `${id}: ${what}`)
  })
}

function calendar({ schedule, occurrences }: Story): string[] {
  return occurrences.flatMap(({ index, due_date, due_at }, place) => {
    const [date, ms] = [dateOfOccurrence(schedule, index), instantOfOccurrence(schedule, index)]
    const right = index === place && due_date === date && due_at.getTime() === ms
    const said = `occurrence ${index} is due on ${due_date} at ${due_at.toISOString()}`
    return right
      ? []
      : [`${said}, but according to the calendar it is occurrence ${place} on ${date} at ${new Date(ms).toISOString()}`]
  })
}

function state({ schedule, occurrences, lastOccurrenceMs }: Story): string[] {
  const { status } = schedule
  const wrong: string[] = []
  for (const { index, status: of, next_at } of occurrences) {
    if (of === 'UPCOMING' && (next_at?.getTime() ?? 0) <= lastOccurrenceMs)
      wrong.push(`occurrence ${index} was left out`)
    if (of === 'RETRYING' && next_at !== null && next_at.getTime() <= lastOccurrenceMs)
      wrong.push(`occurrence ${index} was not retried`)
    if (of === 'RETRYING' && (next_at === null) !== (status === 'PAUSED'))
      wrong.push(`occurrence ${index} of a schedule that is ${status} is retried at ${next_at?.toISOString()}`)
  }
  const upcoming = occurrences.filter(({ status: of }) => of === 'UPCOMING').length
  const goesOn = ['ACTIVE', 'PAST_DUE', 'PAUSED'].includes(status)
  const wanted = goesOn && hasOccurrence(schedule, occurrences.length - upcoming) ? 1 : 0
  if (upcoming !== wanted) wrong.push(`is ${status}, with ${upcoming} occurrences to come instead of ${wanted}`)
  const isOpen = occurrences.some(({ status: of }) => open.has(of))
  if (goesOn && !isOpen) wrong.push(`is ${status}, but has no open occurrence`)
  if (status === 'COMPLETED' && isOpen) wrong.push('is COMPLETED, but has an open occurrence')
  return wrong
}

function reasons(story: Story): string[] {
  const { occurrences, records } = story
  const byOccurrence = Map.groupBy(records.charges, ({ occurrence_id }) => occurrence_id)
  return occurrences.flatMap(occurrence => {
    const { id, index, status, status_reason: reason } = occurrence
    const last = (byOccurrence.get(id) ?? []).toSorted((a, b) => a.attempt_number - b.attempt_number).at(-1)
    const right =
      status === 'SKIPPED'
        ? mayBeSkipped(story, occurrence)
        : status === 'FAILED' || status === 'RETRYING'
          ? mayHaveFailed(story, occurrence, last)
          : true
    if (status === 'PROCESSING' && (last === undefined || over.has(last.status)))
      return [`occurrence ${index} is PROCESSING, but its charge is ${last?.status}`]
    return right ? [] : [`occurrence ${index} is ${status} because of ${reason}, which the records do not confirm`]
  })
}

function mayBeSkipped(
  { schedule, events, records }: Story,
  { id, due_at, status_reason }: OccurrenceInRecords,
): boolean {
  const skipped = events.find(({ type, data }) => type === 'schedule.occurrence_skipped' && occurrenceOf(data) === id)
  switch (status_reason) {
    case 'BEFORE_CREATION':
      return due_at < schedule.created_at && skipped === undefined
    case 'SCHEDULE_PAUSED':
      return skipped !== undefined && due_at <= skipped.occurred_at && wasPausedBefore(events, skipped)
    case 'PAST_THE_END':
      return skipped !== undefined && events.some(({ type }) => type === 'schedule.updated')
    case 'AGREEMENT_NOT_CHARGEABLE':
      return skipped !== undefined && records.agreements.some(({ bounded }) => bounded)
    // Paid by a charge that the merchant made.
    case 'PAID_OTHERWISE':
      return skipped?.source === 'SCHEDULER' && records.charges.some(({ retry_of_id }) => retry_of_id !== null)
    case 'SKIPPED_BY_MERCHANT':
      return skipped?.source === 'API'
    default:
      return status_reason !== null && schedule.status === 'CANCELED'
  }
}

/**
 * True if the schedule was not yet resumed when the occurrence was skipped, or the resuming change itself skipped it.
 */
function wasPausedBefore(events: readonly EventInRecords[], skipped: EventInRecords): boolean {
  const before = events.slice(0, events.indexOf(skipped))
  return (
    before.findLast(({ type }) => type === 'schedule.paused' || type === 'schedule.resumed')?.type === 'schedule.paused'
  )
}

function mayHaveFailed(
  { schedule }: Story,
  { status, status_reason: reason }: OccurrenceInRecords,
  last: ChargeInRecords | undefined,
): boolean {
  if (reason === null) return false
  if (status === 'FAILED' && schedule.status === 'CANCELED') return true
  if (reason === 'RETRY_BUDGET_USED' || reason === 'UNDECIDED') return true
  if (reason === 'CHARGE_VOIDED') return last?.status === 'VOIDED'
  // The current agreement does not allow the amount.
  if (reason === 'AMOUNT_EXCEEDED') return status === 'FAILED'
  return last !== undefined && (last.failure_code ?? 'GENERIC_DECLINE') === reason
}

/**
 * Checks an occurrence's statuses in the log: PAID and SKIPPED are final, and only a person retries one that has
 * FAILED.
 */
function moves({ events }: Story): string[] {
  const wrong: string[] = []
  const present = new Map<string, string>()
  for (const { data, source } of events) {
    const id = occurrenceOf(data)
    if (id === '') continue
    const status = String((data as { occurrenceStatus?: unknown }).occurrenceStatus)
    const before = present.get(id)
    const final = before === 'PAID' || before === 'SKIPPED'
    const takenUp = before === 'FAILED' && !(status === 'PROCESSING' && source === 'API')
    if (final || takenUp) wrong.push(`${id} went from ${before} to ${status}`)
    present.set(id, status)
  }
  return wrong
}
