import type { Caller } from '../../src/operations/command/caller.ts'

/** True if the caller also sees unmatched notifications. */
export function isOperator({ scopes }: Caller): boolean {
  return scopes.includes('operator')
}

/**
 * The condition for notifications that the caller may see. Until a notification is matched, it belongs to the owner of
 * the provider account. It can be about another merchant's consumers, so only an operator sees it.
 */
export function shownTo(caller: Caller) {
  return isOperator(caller) ? {} : { OR: [{ subjectId: { not: null } }, { status: { not: 'RECEIVED' as const } }] }
}
