import type { Caller } from '../../src/operations/command/caller.ts'

/** The scope operator also shows what is not matched. */
export function isOperator({ scopes }: Caller): boolean {
  return scopes.includes('operator')
}

/**
 * Condition on notifications: the caller may see them. Until one is matched it belongs to the provider account's owner, and may
 * tell of another merchant's consumers: only an operator sees it then.
 */
export function shownTo(caller: Caller) {
  return isOperator(caller) ? {} : { OR: [{ subjectId: { not: null } }, { status: { not: 'RECEIVED' as const } }] }
}
