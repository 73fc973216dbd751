import type { ExhaustedAction } from '../enums.ts'
import { issueList } from '../input/issues.ts'
import type { InputIssue } from '../input/user-error.ts'

/** When a schedule tries a declined occurrence again, and what happens when nothing is left to try. */
export interface RetryPolicy {
  /** Days after the occurrence's due date, rising. Empty: a declined occurrence is not tried again. */
  readonly retryAfterDays: readonly number[]
  readonly onExhausted: ExhaustedAction
}

/** What is meant where nothing is said. */
export const defaultRetryPolicy: RetryPolicy = { retryAfterDays: [1, 3, 7], onExhausted: 'PAUSE' }

const RETRIES_MAX = 20
const DAYS_MAX = 60

/** Everything that is wrong with a retry policy that a caller gave, each with its path below `path`. */
export function retryPolicyIssues(
  path: readonly string[],
  { retryAfterDays: days }: Pick<RetryPolicy, 'retryAfterDays'>,
): readonly InputIssue[] {
  const issues = issueList()
  const field = [...path, 'retryAfterDays']
  if (days.length > RETRIES_MAX) issues.add(field, 'TOO_LONG', `Must have at most ${RETRIES_MAX} entries.`)
  for (const [index, day] of days.entries()) {
    const entry = [...field, String(index)]
    const before = days[index - 1]
    if (!Number.isInteger(day) || day < 1 || day > DAYS_MAX)
      issues.add(entry, 'RANGE', `Must be an integer from 1 to ${DAYS_MAX}.`)
    else if (before !== undefined && day <= before)
      issues.add(entry, 'RANGE', `Must be greater than the previous entry, ${before}.`)
  }
  return issues.found
}
