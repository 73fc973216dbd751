import { type Failure, type FailureKind, isRetryable } from './failure.ts'
import { never, type RetryRule, retryRules, unlistedReason } from './retry-rules.ts'

/**
 * The date of the last change of the providers' tables (provider's code → kind, code, advice) or of the retry rules
 * (code → rule). Every failure records its version, so that an old decision can be explained with the tables of its
 * time. A test fails if one of them changes and this does not.
 */
export const TAXONOMY_VERSION = '2026-11-23'

const credentialsRefused = 'PROVIDER_CREDENTIALS_REFUSED'

/** Kinds of failure that are never retried, whatever their advice. */
const neverRetried: ReadonlySet<FailureKind> = new Set([
  'HARD_DECLINE',
  'FRAUD_SUSPECTED',
  'AUTHENTICATION_FAILED',
  'INVALID_REQUEST',
  'CANCELED',
])

/** The retry rule of a code. An unknown one comes from a provider's new code. */
export function retryRuleOfCode(code: string): RetryRule {
  return retryRules.get(code) ?? unlistedReason
}

/**
 * The retry rule after a failure. The failure's kind and advice can forbid what the rule of its code allows. Refused
 * credentials are an exception: their advice is for the operator and says nothing about the payment. An UNKNOWN charge
 * has no failure and is not retried.
 */
export function retryRuleOf(failure: Failure): RetryRule {
  const rule = retryRuleOfCode(failure.code)
  if (failure.code === credentialsRefused) return rule
  if (!isRetryable(failure) || neverRetried.has(failure.kind)) return never
  return failure.unlisted ? unlistedReason : rule
}
