import { type Failure, type FailureKind, isRetryable } from './failure.ts'
import { never, type RetryRule, retryRules, unlistedReason } from './retry-rules.ts'

/**
 * The day of the latest change to what declines mean: to the providers' tables (provider's code → kind, code, advice)
 * or to the rules below (code → what retrying means). Every failure records the version that judged it, so that an old
 * decision can be explained by the tables as they were. A test fails where either changes and this does not.
 */
export const TAXONOMY_VERSION = '2026-11-23'

const credentialsRefused = 'PROVIDER_CREDENTIALS_REFUSED'

/** Kinds of failure that no advice makes retryable. */
const neverRetried: ReadonlySet<FailureKind> = new Set([
  'HARD_DECLINE',
  'FRAUD_SUSPECTED',
  'AUTHENTICATION_FAILED',
  'INVALID_REQUEST',
  'CANCELED',
])

/** What retrying means for a code as such. One that no table knows is what a provider's new word was recorded as. */
export function retryRuleOfCode(code: string): RetryRule {
  return retryRules.get(code) ?? unlistedReason
}

/**
 * What retrying means after a failure: where this one's advice or kind speaks against it, the code's rule does not
 * count (a provider may forbid in its answer what its code would allow). Its advice is for whoever runs the gateway
 * where the provider refused our own credentials: that is no word about the payment, and is mended without it. A charge
 * that is UNKNOWN has no failure, and is not tried again at all.
 */
export function retryRuleOf(failure: Failure): RetryRule {
  const rule = retryRuleOfCode(failure.code)
  if (failure.code === credentialsRefused) return rule
  if (!isRetryable(failure) || neverRetried.has(failure.kind)) return never
  return failure.unlisted ? unlistedReason : rule
}
