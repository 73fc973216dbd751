import { retryRuleOfCode, TAXONOMY_VERSION } from '../../src/domain/decline/taxonomy.ts'
import type { ExhaustedAction as Action } from '../../src/domain/enums.ts'
import { localDateOf } from '../../src/domain/schedule/local-time.ts'
import { plannedRetries } from '../../src/domain/schedule/retry-plan.ts'
import type { ScheduleRow } from '../../src/store/tables.ts'
import { builder } from '../builder.ts'
import type { GraphContext } from '../context.ts'
import { listOf } from '../lists/sizes.ts'
import { ExhaustedAction } from './enums.ts'

interface Preview {
  readonly dueAt: Date
  readonly retryable: boolean
  readonly retries: readonly Date[]
  readonly onExhausted: Action
}

const RetryPreview = builder.objectRef<Preview>('RetryPreview').implement({
  description:
    'What would happen after a decline, if every attempt were made in time and ended with the same decline. The ' +
    'query changes nothing and charges nothing. Card-network limits (Agreement.retryBudget), which can delay ' +
    'retries, are not included.',
  fields: t => ({
    dueAt: t.expose('dueAt', { type: 'DateTime', description: 'When the first attempt was made and declined.' }),
    retryable: t.exposeBoolean('retryable', {
      description: 'true: the retry policy can retry this decline. false: this decline is never retried.',
    }),
    retries: t.expose('retries', {
      type: ['DateTime'],
      description: 'When the retries would be, in order. Empty if there would be none.',
      extensions: listOf(5),
    }),
    onExhausted: t.expose('onExhausted', {
      type: ExhaustedAction,
      description: 'What would happen to the schedule after the last retry, or immediately if there is no retry.',
    }),
    taxonomyVersion: t.string({
      description: 'The version of the gateway’s decline tables that was used: a date, YYYY-MM-DD.',
      resolve: () => TAXONOMY_VERSION,
    }),
  }),
})

// ── Schedule.retriesAfter

builder.prismaObjectField('Schedule', 'retriesAfter', t =>
  t.field({
    type: RetryPreview,
    nullable: true,
    clientNull: true,
    description:
      'A preview: the retries that this schedule would make after a decline with this code. Uses the same rules as ' +
      'real retries.',
    args: {
      failureCode: t.arg.string({
        required: true,
        description:
          'A Failure.code, e.g. INSUFFICIENT_FUNDS, EXPIRED_CARD. An unknown code is treated as a temporary decline ' +
          'with few retries.',
      }),
      dueAt: t.arg({
        type: 'DateTime',
        description:
          'When the declined occurrence was due. Default: when the next occurrence is due, or now if there is none.',
      }),
    },
    select: { timeZone: true, timeOfDay: true, retryAfterDays: true, onExhausted: true },
    resolve: async (schedule, { failureCode, dueAt }, context) => {
      const declined = await declinedOccurrence(schedule, dueAt, context)
      return {
        dueAt: declined.at,
        retryable: retryRuleOfCode(failureCode).retry !== 'never',
        retries: plannedRetries(failureCode, schedule, { ...declined, plan: schedule }),
        onExhausted: schedule.onExhausted,
      }
    },
  }),
)

async function declinedOccurrence(
  { id, timeZone }: Pick<ScheduleRow, 'id' | 'timeZone'>,
  given: Date | null | undefined,
  { loaders, deps }: GraphContext,
): Promise<{ date: string; at: Date }> {
  const next = given ? null : await loaders.upcomingOfSchedule.load(id)
  if (next !== null) return { date: next.dueDate, at: next.dueAt }
  const at = given ?? deps.clock.now()
  return { date: localDateOf(timeZone, at), at }
}
