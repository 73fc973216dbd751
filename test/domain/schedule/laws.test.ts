import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OccurrenceEvent } from '../../../src/domain/event-log/events.ts'
import { occurrenceAt } from '../../../src/domain/schedule/recurrence.ts'
import { isCharging, isTerminalSchedule, type OccurrenceFacts } from '../../../src/domain/schedule/transition.ts'
import { anyLifetime, isOpen, live, type Moment } from './support/lifetime.ts'

/** Holds after any sequence of steps of a schedule. */
function law(name: string, holds: (moment: Moment) => void): void {
  test(name, () => {
    fc.assert(
      fc.property(anyLifetime, lifetime => {
        for (const moment of live(lifetime)) holds(moment)
      }),
      { numRuns: 500 },
    )
  })
}

const withStatus = ({ after }: Moment, ...statuses: OccurrenceFacts['status'][]) =>
  after.occurrences.filter(({ status }) => statuses.includes(status))

law('its occurrences are numbered without a gap', ({ after }) => {
  expect(after.occurrences.map(({ index }) => index)).toEqual(after.occurrences.map((_, index) => index))
})

law('each occurrence falls when its rule says', ({ after }) => {
  for (const { index, dueAt } of after.occurrences)
    expect(dueAt).toEqual(occurrenceAt({ ...after.schedule.recurrence, maxOccurrences: null }, index)?.at)
})

law('exactly one occurrence is UPCOMING, the last; none at its end, and none once it has ended', moment => {
  const { schedule, occurrences } = moment.after
  const upcoming = withStatus(moment, 'UPCOMING')
  const atItsEnd = occurrenceAt(schedule.recurrence, occurrences.length) === undefined
  if (isTerminalSchedule(schedule.status)) expect(upcoming).toEqual([])
  else if (upcoming.length === 0) expect(atItsEnd).toBe(true)
  else expect(upcoming).toEqual([occurrences.at(-1)])
})

law('PAST_DUE exactly while it charges and a payment that failed is still tried again', moment => {
  const again = moment.after.occurrences.some(
    ({ status, tries }) => status === 'RETRYING' || (status === 'PROCESSING' && tries > 1),
  )
  const { status } = moment.after.schedule
  if (isCharging(status)) expect(status).toBe(again ? 'PAST_DUE' : 'ACTIVE')
})

law('something is planned exactly for what is UPCOMING, and RETRYING while it charges', ({ after }) => {
  for (const { status, nextAt, dueAt } of after.occurrences)
    if (status === 'UPCOMING') expect(nextAt).toEqual(dueAt)
    else expect(nextAt !== null).toBe(status === 'RETRYING' && isCharging(after.schedule.status))
})

law('it is over exactly when nothing of it is open any more, but for what is tried again by hand', moment => {
  const { status } = moment.after.schedule
  if (isTerminalSchedule(status)) expect(withStatus(moment, 'UPCOMING', 'RETRYING')).toEqual([])
  else expect(moment.after.occurrences.some(isOpen)).toBe(true)
})

law('what has ended stays so', ({ before, after }) => {
  if (isTerminalSchedule(before.schedule.status)) expect(after.schedule.status).toBe(before.schedule.status)
})

law('what is final stays so; but what FAILED may be tried again', ({ before, after, met }) => {
  for (const [index, of] of before.occurrences.entries()) {
    if (isOpen(of)) continue
    const then = after.occurrences[index]
    if (of.status === 'FAILED' && met.kind === 'retried') expect(['FAILED', 'PROCESSING']).toContain(then?.status)
    else expect(then).toEqual(of)
  }
})

law('every change is one version and one step, and steps that move it follow each other', ({ before, after }) => {
  const steps = after.steps.slice(before.steps.length)
  expect(steps.map(({ version }) => version)).toEqual(steps.map((_, index) => before.schedule.version + index + 1))
  expect(after.schedule.version).toBe(before.schedule.version + steps.length)
  let { status } = before.schedule
  for (const { moved } of steps) {
    if (moved === null) continue
    expect(moved.from).toBe(status)
    expect(moved.to).not.toBe(status)
    status = moved.to
  }
  expect(after.schedule.status).toBe(status)
})

law('every occurrence whose state changes is told, once, in order', ({ before, after }) => {
  const known = new Map(before.occurrences.map(of => [of.id, of.status]))
  for (const { data } of after.steps.slice(before.steps.length)) {
    if (!('occurrenceStatus' in data)) continue
    const { occurrenceId, occurrenceStatus } = data as OccurrenceEvent['data']
    // Put off once more, with another day.
    if (occurrenceStatus !== 'RETRYING') expect(occurrenceStatus).not.toBe(known.get(occurrenceId))
    known.set(occurrenceId, occurrenceStatus)
  }
  for (const { id, status } of after.occurrences) expect(known.get(id) ?? 'UPCOMING').toBe(status)
})

law(
  'a new amount is that of the next occurrence; what is charged or tried again keeps its own',
  ({ before, after }) => {
    for (const of of after.occurrences) {
      const then = before.occurrences[of.index]
      if (of.status === 'UPCOMING') expect(of.amount).toBe(after.schedule.amount)
      else if (then !== undefined && then.status !== 'UPCOMING') expect(of.amount).toBe(then.amount)
      else if (of.status === 'PROCESSING') expect(of.amount).toBe(before.schedule.amount)
    }
  },
)

law('what passed while it was paused, or past its end, is not charged: the next occurrence is one to come', moment => {
  const { before, met, now } = moment
  const wasPaused = met.kind === 'resumed' && before.schedule.status === 'PAUSED'
  const wasAtItsEnd = met.kind === 'changed' && before.occurrences.every(({ status }) => status !== 'UPCOMING')
  if (wasPaused || wasAtItsEnd) for (const { dueAt } of withStatus(moment, 'UPCOMING')) expect(dueAt > now).toBe(true)
})
