import { issueList } from '../../domain/input/issues.ts'
import type { InputIssue } from '../../domain/input/user-error.ts'
import { isTimeOfDay, isTimeZone } from '../../domain/schedule/local-time.ts'
import { retryPolicyIssues } from '../../domain/schedule/retry-policy.ts'
import type { LoadedAgreement } from '../../store/agreement/repository.ts'
import { newProviderRequestId } from '../../store/provider-request/repository.ts'
import type { Sql } from '../../store/sql/database.ts'
import { checkAmountAndCapture } from '../charge/checks.ts'
import { chargeUnder, prepareCharge } from '../charge/intent.ts'
import { invalidState } from '../command/answers.ts'
import type { Deps } from '../command/deps.ts'
import type { MoneyInput, ScheduleCreateInput, ScheduleUpdateInput } from '../command/inputs.ts'

const INTERVAL_COUNT_MAX = 1_000
const OCCURRENCES_MAX = 100_000

/** Checks the arguments without reading anything. */
export function scheduleInputIssues(input: ScheduleCreateInput): readonly InputIssue[] {
  const issues = issueList()
  issues.idempotencyKey(input.idempotencyKey)
  issues.date(['anchorDate'], input.anchorDate)
  if (input.timeOfDay != null && !isTimeOfDay(input.timeOfDay))
    issues.add(['timeOfDay'], 'FORMAT', 'Must be from 00:00 to 23:59.')
  if (input.timeZone != null && !isTimeZone(input.timeZone))
    issues.add(['timeZone'], 'UNSUPPORTED', 'Must be the name of a time zone in the IANA database, e.g. Europe/Berlin.')
  issues.range(['intervalCount'], input.intervalCount, { min: 1, max: INTERVAL_COUNT_MAX })
  const shared = sharedIssues(input)
  const endIsRefused = shared.some(({ path }) => path[0] === 'endDate')
  if (!endIsRefused && input.endDate != null && input.endDate < input.anchorDate)
    issues.add(['endDate'], 'RANGE', 'Must not be before anchorDate.')
  return [...issues.found, ...shared]
}

/** The issues of an update. */
export function scheduleUpdateIssues(input: ScheduleUpdateInput): readonly InputIssue[] {
  const issues = issueList()
  for (const field of ['agreementId', 'amount', 'retryPolicy'] as const)
    if (input[field] === null) issues.add([field], 'REQUIRED', `Must not be null. Omit ${field} to keep its value.`)
  return [...issues.found, ...sharedIssues(input)]
}

function sharedIssues(input: ScheduleCreateInput | ScheduleUpdateInput): readonly InputIssue[] {
  const issues = issueList()
  issues.money(['amount'], input.amount)
  issues.date(['endDate'], input.endDate)
  issues.range(['maxOccurrences'], input.maxOccurrences, { min: 1, max: OCCURRENCES_MAX })
  issues.text(['reference'], input.reference)
  issues.text(['description'], input.description)
  issues.metadata(input.metadata)
  return [...issues.found, ...(input.retryPolicy ? retryPolicyIssues(['retryPolicy'], input.retryPolicy) : [])]
}

/**
 * Checks that an agreement can be charged this amount repeatedly and without its consumer: by what the consumer agreed
 * to, by the payment method and by the provider's format. Undefined if it can.
 */
export async function checkScheduledAmount(
  deps: Deps,
  sql: Sql,
  locked: LoadedAgreement,
  amount: MoneyInput,
  { description, now }: { description: string | null; now: Date },
) {
  const provider = deps.providers.find(locked.row.provider, locked.row.providerAccountId)
  const capability = provider?.capabilities.find(({ paymentMethod }) => paymentMethod === locked.row.paymentMethod)
  if (provider === undefined || capability === undefined)
    return invalidState(
      locked.row.status,
      `This gateway has no credentials for ${locked.row.provider}. Ask its operator to add them.`,
    )
  const wrong = checkAmountAndCapture(locked.row, capability, { amount })
  if (wrong) return wrong
  const row = {
    ...chargeUnder(locked.row, now),
    ...({ amount: amount.value, currency: amount.currency, captureMode: 'AUTOMATIC', initiator: 'MERCHANT' } as const),
    ...({
      reason: 'SCHEDULED',
      retryOfId: null,
      attemptNumber: 1,
      reference: null,
      returnUrl: null,
      metadata: null,
    } as const),
    description,
  }
  const prepared = await prepareCharge(deps, sql, provider, locked, {
    row,
    providerRequestId: newProviderRequestId(now),
  })
  return prepared.ok ? undefined : prepared
}
