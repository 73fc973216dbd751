import { newId } from '../../base/id.ts'
import type { JsonObject } from '../../base/text/json.ts'
import { invalidInput, type Result, type UserError } from '../../domain/input/user-error.ts'
import { firstOccurrences } from '../../domain/schedule/begin.ts'
import { defaultRetryPolicy, type RetryPolicy } from '../../domain/schedule/retry-policy.ts'
import { nextChargeAt, openSchedule, type ScheduleState } from '../../domain/schedule/transition.ts'
import { type LoadedAgreement, loadAgreement } from '../../store/agreement/repository.ts'
import { type NewSchedule, newScheduleWrites, scheduleFacts } from '../../store/schedule/repository.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import { findSchedule, mustFind } from '../../store/sql/find-rows.ts'
import type { AgreementRow, ScheduleRow } from '../../store/tables.ts'
import { checkChargeable } from '../charge/checks.ts'
import { cursorOf, notFound } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import type { ScheduleCreateInput } from '../command/inputs.ts'
import { type Deciding, type Recorded, type Refused, runOnce } from '../command/run.ts'
import { checkScheduledAmount, scheduleInputIssues } from './checks.ts'

export interface ScheduleCreated {
  readonly schedule: ScheduleRow
  readonly replayed: boolean
  readonly eventCursor: string
}

/**
 * Occurrences before the schedule's creation are rows too. This limit lets a daily schedule begin at most 27 years in
 * the past.
 */
const MOST_PASSED = 10_000

const defaults = { intervalCount: 1, timeOfDay: '09:00', timeZone: 'UTC' }

/** PROVIDER_UNAVAILABLE is not an error here, because the first charge is made later. */
type Refusal = Exclude<UserError, { code: 'PROVIDER_UNAVAILABLE' }>

/**
 * Creates a schedule that charges an agreement automatically. Errors in the amount, dates or agreement are returned
 * now, not at the first charge.
 */
export function scheduleCreate(
  deps: Deps,
  caller: Caller,
  input: ScheduleCreateInput,
): Promise<Result<ScheduleCreated, Refusal['code']>> {
  // Filled in here, because `defaults` do not apply to a nested input that is omitted.
  const meant = { ...input, retryPolicy: input.retryPolicy ?? defaultRetryPolicy }
  return runOnce<LoadedAgreement | undefined, Refusal, ScheduleCreated, ScheduleRow>(deps, caller, {
    mutation: 'scheduleCreate',
    input: meant,
    issues: scheduleInputIssues(input),
    defaults,
    locks: [aggregateLock('agreement', input.agreementId)],
    load: sql => loadAgreement(sql, caller.tenant, input.agreementId),
    decide: (agreement, at) => decide(deps, caller, { input: meant, agreement }, at),
    answer: async ({ id, replayed, row }) => {
      const schedule = row ?? (await mustFind(findSchedule(deps.database, caller.tenant, id)))
      return { schedule, replayed, eventCursor: cursorOf(deps, caller, schedule) }
    },
  })
}

type MeantInput = ScheduleCreateInput & { readonly retryPolicy: RetryPolicy }

async function decide(
  deps: Deps,
  caller: Caller,
  { input, agreement }: { readonly input: MeantInput; readonly agreement: LoadedAgreement | undefined },
  { sql, cause }: Deciding,
): Promise<Recorded<ScheduleRow> | Refused<Refusal>> {
  const { now } = cause
  if (agreement === undefined) return notFound('agreement', input.agreementId)
  const row = newSchedule(agreement.row, input, now)
  const begun = beginning(row, now)
  const at = begun.ok ? nextChargeAt(begun.state, now) : now
  const closed = await checkChargeable(sql, caller, agreement.row, { now, at })
  if (closed) return closed
  const { description = null } = input
  const wrong = await checkScheduledAmount(deps, sql, agreement, input.amount, { description, now })
  if (wrong) return wrong
  if (!begun.ok) return begun
  return { ok: true, id: row.id, row, writes: newScheduleWrites(row, begun.state, cause) }
}

function newSchedule(agreement: AgreementRow, input: MeantInput, now: Date): NewSchedule {
  return {
    id: newId('schedule', now),
    merchantId: agreement.merchantId,
    mode: agreement.mode,
    version: 1,
    agreementId: agreement.id,
    consumerId: agreement.consumerId,
    status: 'ACTIVE',
    statusReason: null,
    amount: input.amount.value,
    currency: input.amount.currency,
    intervalUnit: input.interval,
    intervalCount: input.intervalCount ?? defaults.intervalCount,
    anchorDate: input.anchorDate,
    timeOfDay: input.timeOfDay ?? defaults.timeOfDay,
    timeZone: input.timeZone ?? defaults.timeZone,
    endDate: input.endDate ?? null,
    maxOccurrences: input.maxOccurrences ?? null,
    retryAfterDays: input.retryPolicy.retryAfterDays,
    onExhausted: input.retryPolicy.onExhausted,
    reference: input.reference ?? null,
    description: input.description ?? null,
    metadata: (input.metadata as JsonObject | null | undefined) ?? null,
    createdAt: now,
    updatedAt: now,
  }
}

function beginning(row: NewSchedule, now: Date) {
  const empty = openSchedule(scheduleFacts(row), [])
  const begun = firstOccurrences(empty, { now, newId: () => newId('occurrence', now), mostPassed: MOST_PASSED })
  if (begun === 'too many passed')
    return invalidInput([
      {
        path: ['anchorDate'],
        code: 'RANGE',
        message: `Must be later: at most ${MOST_PASSED} occurrences can be in the past.`,
      },
    ])
  if (begun === 'none left')
    return invalidInput([
      {
        path: [row.maxOccurrences !== null ? 'maxOccurrences' : row.endDate !== null ? 'endDate' : 'anchorDate'],
        code: 'RANGE',
        message: 'Must leave at least one occurrence in the future, but all occurrences are in the past.',
      },
    ])
  return { ok: true, state: withCreation(row, begun) } as const
}

function withCreation(row: NewSchedule, state: ScheduleState): ScheduleState {
  const skipped = state.occurrences.length - 1
  const data = {
    amount: row.amount.toString(),
    currency: row.currency,
    nextChargeAt: state.occurrences.at(-1)?.dueAt.toISOString() ?? null,
    ...(skipped > 0 ? { skipped } : {}),
  }
  const moved = { from: null, to: row.status }
  return { ...state, steps: [{ type: 'schedule.created', version: 1, moved, data }] }
}
