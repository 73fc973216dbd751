import { retryRuleOfCode, TAXONOMY_VERSION } from '../../src/domain/decline/taxonomy.ts'
import type { ExhaustedAction as Action } from '../../src/domain/enums.ts'
import { localDateOf } from '../../src/domain/schedule/local-time.ts'
import { plannedRetries } from '../../src/domain/schedule/retry-plan.ts'
import type { ScheduleRow } from '../../src/store/tables/schedule.ts'
import { builder } from '../builder.ts'
import type { GraphContext } from '../context.ts'
import { listOf } from '../list-size.ts'
import { ExhaustedAction } from './enums.ts'

interface Preview {
  readonly dueAt: Date
  readonly retryable: boolean
  readonly retries: readonly Date[]
  readonly onExhausted: Action
}

const RetryPreview = builder.objectRef<Preview>('RetryPreview').implement({
  description:
    'What a decline would bring about, if every try were made in time and ended the same: nothing is charged or changed by ' +
    'asking. The card networks’ limits (Agreement.retryBudget), which may hold tries back, are not counted in.',
  fields: t => ({
    dueAt: t.expose('dueAt', { type: 'DateTime', description: 'When the first try was made, and declined.' }),
    retryable: t.exposeBoolean('retryable', {
      description: 'False where a payment that was declined so is never tried again, whatever the retry policy says.',
    }),
    retries: t.expose('retries', {
      type: ['DateTime'],
      description: 'When it would be tried again, in order; empty where it would not.',
      extensions: listOf(5),
    }),
    onExhausted: t.expose('onExhausted', {
      type: ExhaustedAction,
      description:
        'What would then become of the schedule: after the last of the retries, or at once where there is none.',
    }),
    taxonomyVersion: t.string({
      description: 'Which version of the gateway’s tables of declines says so, as a date: YYYY-MM-DD.',
      resolve: () => TAXONOMY_VERSION,
    }),
  }),
})

// ── Schedule.retriesAfter

builder.objectField('Schedule', 'retriesAfter', t =>
  t.field({
    type: RetryPreview,
    description:
      'What-if: the retries that a decline with this code would get by the schedule’s retryPolicy, computed by the rule that ' +
      'plans them.',
    args: {
      failureCode: t.arg.string({
        required: true,
        description:
          'A Failure.code, e.g. INSUFFICIENT_FUNDS, EXPIRED_CARD. One that the gateway does not know is taken as a new word ' +
          'of a provider’s would be: as a soft decline, with few tries.',
      }),
      dueAt: t.arg({
        type: 'DateTime',
        description: 'When the declined occurrence fell due. Default: when the next one does; now where there is none.',
      }),
    },
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
  { id, timeZone }: ScheduleRow,
  given: Date | null | undefined,
  { loaders, deps }: GraphContext,
): Promise<{ date: string; at: Date }> {
  const next = given ? null : await loaders.upcomingOfSchedule.load(id)
  if (next !== null) return { date: next.dueDate, at: next.dueAt }
  const at = given ?? deps.clock.now()
  return { date: localDateOf(timeZone, at), at }
}
