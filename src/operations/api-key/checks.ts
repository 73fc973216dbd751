import { scopes as allScopes, isScope, type Scope } from '../../domain/access/scopes.ts'
import { issueList } from '../../domain/input/issues.ts'
import type { InputIssue } from '../../domain/input/user-error.ts'

export const LABEL_MAX = 100

/** What can be said against a new key. A key is never given a scope that its creator lacks. */
export function checkNewKey(
  input: {
    readonly label?: string | null | undefined
    readonly scopes?: readonly string[] | null | undefined
    readonly expiresAt?: Date | null | undefined
  },
  { creator, now }: { readonly creator: readonly Scope[]; readonly now: Date },
): readonly InputIssue[] {
  const issues = issueList()
  issues.text(['label'], input.label, { max: LABEL_MAX })
  checkExpiry(issues, input.expiresAt, now)
  const asked = input.scopes ?? []
  if (input.scopes?.length === 0)
    issues.add(['scopes'], 'REQUIRED', 'Must name at least one scope. Omit scopes for those of a backend.')
  const unknown = asked.filter(scope => !isScope(scope))
  if (unknown.length > 0) issues.add(['scopes'], 'UNSUPPORTED', `Must be of ${allScopes.join(', ')}.`)
  const lacking = asked.filter(isScope).filter(scope => !creator.includes(scope))
  if (lacking.length > 0)
    issues.add(
      ['scopes'],
      'UNSUPPORTED',
      `Must be of the scopes of your own key, which does not have ${lacking.join(', ')}. Use a key that has them.`,
    )
  return issues.found
}

/** A key that has ended already would be of no use. */
export function checkExpiry(
  issues: Pick<ReturnType<typeof issueList>, 'add'>,
  expiresAt: Date | null | undefined,
  now: Date,
): void {
  if (expiresAt != null && expiresAt <= now)
    issues.add(['expiresAt'], 'RANGE', `Must be later than ${now.toISOString()}.`)
}
