import { setTimeout as delay } from 'node:timers/promises'
import {
  OccurrenceRetryDocument,
  ScheduleCancelDocument,
  ScheduleCreateDocument,
  ScheduleOccurrencesDocument,
  SchedulePauseDocument,
  ScheduleResumeDocument,
} from '../../src/client/index.ts'
import {
  DAYS,
  FIRST_OCCURRENCE_DAY,
  OCCURRENCES,
  type PlannedSchedule,
  RETRY_AFTER_DAYS,
} from '../plan/schedule-plan.ts'
import type { Calendar } from './calendar.ts'
import { currencies, type Merchant } from './merchant.ts'
import { noteCharge } from './responses.ts'

const DAY_MS = 86_400_000
const POLL_MS = 1_000

/**
 * Creates a planned schedule, every fourth one twice at the same moment under one key. Resolves with its id.
 *
 * @throws if the gateway refuses it.
 */
export async function createSchedule(
  merchant: Merchant,
  planned: PlannedSchedule,
  { agreementId, calendar }: { agreementId: string; calendar: Pick<Calendar, 'firstDay'> },
): Promise<string> {
  const { caller, responses, name, watchSchedule } = merchant
  const key = `${name}-schedule`
  const entry = { planned, ids: new Set<string>() }
  responses.schedules.set(key, entry)
  const retries = planned.story === 'declined' || planned.story === 'retried'
  const anchor = new Date(calendar.firstDay.getTime() + FIRST_OCCURRENCE_DAY * DAY_MS)
  const create = async () => {
    const { scheduleCreate: answer } = await caller.ask(ScheduleCreateDocument, {
      input: {
        ...{ idempotencyKey: key, agreementId, interval: 'DAY', maxOccurrences: OCCURRENCES },
        amount: { value: String(planned.amount), currency: currencies[planned.provider] },
        anchorDate: anchor.toISOString().slice(0, 10),
        timeOfDay: planned.timeOfDay,
        retryPolicy: { retryAfterDays: retries ? [RETRY_AFTER_DAYS] : [], onExhausted: 'CONTINUE' },
      },
    })
    if (answer?.__typename !== 'ScheduleCreatePayload')
      throw new Error(`scheduleCreate: ${answer?.code} ${answer?.message}`)
    entry.ids.add(answer.schedule.id)
    return answer
  }
  const [made] = await Promise.all(planned.index % 4 === 0 ? [create(), create()] : [create()])
  watchSchedule?.(made.schedule, made.eventCursor)
  return made.schedule.id
}

type Occurrences = Awaited<ReturnType<typeof readOccurrences>>

/** What the merchant does to its schedule while the days pass. */
export async function followSchedule(merchant: Merchant, planned: PlannedSchedule, scheduleId: string): Promise<void> {
  const { caller } = merchant
  const input = { scheduleId }
  const firstCharged = () => when(merchant, scheduleId, ([first]) => first !== undefined && first.charges.length > 0)
  switch (planned.story) {
    case 'paused': {
      await firstCharged()
      const { schedulePause } = await caller.ask(SchedulePauseDocument, { input })
      expectPayload('schedulePause', schedulePause)
      await when(merchant, scheduleId, of => of.some(({ status }) => status === 'SKIPPED') || of.every(isOver))
      const { scheduleResume } = await caller.ask(ScheduleResumeDocument, { input })
      expectPayload('scheduleResume', scheduleResume)
      return
    }
    case 'canceled': {
      await firstCharged()
      const { scheduleCancel } = await caller.ask(ScheduleCancelDocument, { input })
      expectPayload('scheduleCancel', scheduleCancel)
      return
    }
    case 'retriedByHand': {
      const [first] = await when(merchant, scheduleId, ([of]) => of !== undefined && isOver(of))
      if (first?.status === 'FAILED') await retry(merchant, first.id)
      return
    }
    default:
      return
  }
}

const isOver = ({ status }: { readonly status: string }) => ['PAID', 'FAILED', 'SKIPPED'].includes(status)

async function retry({ caller, responses, name }: Merchant, occurrenceId: string): Promise<void> {
  const key = `${name}-retry`
  const ids = new Set<string>()
  responses.retries.set(key, { occurrenceId, ids })
  const { occurrenceRetry: answer } = await caller.ask(OccurrenceRetryDocument, {
    input: { idempotencyKey: key, occurrenceId },
  })
  if (answer?.__typename !== 'OccurrenceRetryPayload')
    throw new Error(`occurrenceRetry: ${answer?.code} ${answer?.message}`)
  ids.add(answer.charge.id)
  noteCharge(responses, answer.charge)
}

function expectPayload(mutation: string, answer: { readonly __typename: string } | null): void {
  if (answer !== null && 'schedule' in answer) return
  throw new Error(`${mutation}: ${JSON.stringify(answer)}`)
}

/**
 * Reads the occurrences, oldest first, until `isReached` holds. Occurrences wait for days, which pass more slowly on a
 * busy machine, so patience begins with the last day.
 *
 * @throws if the patience ends before.
 */
async function when(
  merchant: Merchant,
  scheduleId: string,
  isReached: (occurrences: Occurrences) => boolean,
): Promise<Occurrences> {
  const { calendar, patienceMs } = merchant
  for (let end = 0; ; ) {
    const occurrences = await readOccurrences(merchant, scheduleId)
    if (isReached(occurrences)) return occurrences
    if (end === 0 || calendar.days < DAYS) end = Date.now() + patienceMs
    if (Date.now() > end)
      throw new Error(`schedule ${scheduleId} stayed ${occurrences.map(({ status }) => status).join(', ')}`)
    await delay(POLL_MS)
  }
}

async function readOccurrences({ caller }: Merchant, id: string) {
  const { schedule } = await caller.ask(ScheduleOccurrencesDocument, { id, first: OCCURRENCES })
  if (schedule == null) throw new Error(`schedule ${id} no longer exists`)
  return schedule.occurrences.nodes.toReversed()
}
