import { newId } from '../../base/id.ts'
import type { JsonObject } from '../../base/text/json.ts'
import { invalidInput, type Result, refuse, succeed, type UserError } from '../../domain/input/user-error.ts'
import { firstOccurrences } from '../../domain/schedule/begin.ts'
import { defaultRetryPolicy, type RetryPolicy } from '../../domain/schedule/retry-policy.ts'
import { nextChargeAt, openSchedule, type ScheduleState } from '../../domain/schedule/transition.ts'
import { lockAgreementRow } from '../../store/agreement/repository.ts'
import { newScheduleWrites, scheduleFacts } from '../../store/schedule/repository.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import type { Transaction } from '../../store/sql/database.ts'
import { findSchedule, mustFind } from '../../store/sql/find-rows.ts'
import { withSnapshotXmin, write } from '../../store/sql/write.ts'
import type { AgreementRow } from '../../store/tables/agreement.ts'
import type { ScheduleRow } from '../../store/tables/schedule.ts'
import { checkChargeable } from '../charge/checks.ts'
import { cursorOf, notFound } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { type Bind, once } from '../command/idempotency.ts'
import type { ScheduleCreateInput } from '../command/inputs.ts'
import { checkScheduledAmount, scheduleInputIssues } from './checks.ts'

export interface ScheduleCreated {
  readonly schedule: ScheduleRow
  readonly replayed: boolean
  readonly eventCursor: string
}

/** Occurrences before its creation are rows too, for all to see: so a daily schedule may begin 27 years back, not more. */
const MOST_PASSED = 10_000

const defaults = { intervalCount: 1, timeOfDay: '09:00', timeZone: 'UTC' }

/** A provider that does not answer now is no reason to refuse: the first charge is made later. */
type Refusal = Exclude<UserError, { code: 'PROVIDER_UNAVAILABLE' }>

/** Charges an agreement by itself from now on. What is wrong with amount, dates or agreement is said now, not at the first charge. */
export async function scheduleCreate(
  deps: Deps,
  caller: Caller,
  input: ScheduleCreateInput,
): Promise<Result<ScheduleCreated, Refusal['code']>> {
  const issues = scheduleInputIssues(input)
  if (issues.length > 0) return invalidInput(issues)
  const locks = [aggregateLock('agreement', input.agreementId)]
  // Filled in here: of a nested input that is left out, `defaults` say nothing.
  const meant = { ...input, retryPolicy: input.retryPolicy ?? defaultRetryPolicy }
  const result = await once(
    deps,
    caller,
    { mutation: 'scheduleCreate', input: meant, defaults, locks, keptDays: null },
    (sql, bind, now) => record(deps, caller, meant, { sql, bind, now }),
  )
  if (result.kind === 'refused') return refuse(result.error)
  if (result.kind === 'made') deps.tail.wake()
  const schedule =
    result.kind === 'made' ? result.made : await mustFind(findSchedule(deps.database, caller.tenant, result.objectId))
  return succeed({ schedule, replayed: result.kind === 'replayed', eventCursor: cursorOf(deps, caller, schedule) })
}

type MeantInput = ScheduleCreateInput & { readonly retryPolicy: RetryPolicy }

interface Recording {
  readonly sql: Transaction
  readonly bind: Bind
  readonly now: Date
}

async function record(
  deps: Deps,
  caller: Caller,
  input: MeantInput,
  { sql, bind, now }: Recording,
): Promise<{ made: ScheduleRow } | { refused: Refusal }> {
  const locked = await lockAgreementRow(sql, caller.tenant, input.agreementId)
  if (locked === undefined) return { refused: notFound('agreement', input.agreementId).error }
  const row = newSchedule(locked.row, input, now)
  const begun = beginning(row, now)
  const at = begun.ok ? nextChargeAt(begun.state, now) : now
  const closed = await checkChargeable(sql, caller, locked.row, { now, at })
  if (closed) return { refused: closed.error }
  const wrong = await checkScheduledAmount(deps, sql, locked, input.amount, {
    description: input.description ?? null,
    now,
  })
  if (wrong) return { refused: wrong.error }
  if (!begun.ok) return { refused: begun.error }
  const cause = { source: 'API', actor: caller.actor, now } as const
  const written = await write(sql, [...newScheduleWrites(row, begun.state, cause), bind(row.id)])
  return { made: withSnapshotXmin<ScheduleRow>(row, written) }
}

type NewSchedule = Omit<ScheduleRow, 'snapshotXmin'>

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
  const created = { type: 'schedule.created', version: 1, moved: { from: null, to: row.status }, data }
  return { ...state, steps: [created] }
}
