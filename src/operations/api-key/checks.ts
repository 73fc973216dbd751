import { scopes as allScopes, isScope } from '../../domain/access/scopes.ts'
import { issueList } from '../../domain/input/issues.ts'
import type { InputIssue } from '../../domain/input/user-error.ts'
import type { Caller } from '../command/caller.ts'

/** The owner of the key that creates another one. The new key never has more rights: no other scope, no later end. */
export type KeyCreator = Pick<Caller, 'scopes' | 'expiresAt'>

export const LABEL_MAX = 100

/** Every issue of a new key. */
export function checkNewKey(
  input: {
    readonly label?: string | null | undefined
    readonly scopes?: readonly string[] | null | undefined
    readonly expiresAt?: Date | null | undefined
  },
  { creator, now }: { readonly creator: KeyCreator; readonly now: Date },
): readonly InputIssue[] {
  const issues = issueList()
  issues.text(['label'], input.label, { max: LABEL_MAX })
  checkExpiry(issues, input.expiresAt, { creator, now })
  const asked = input.scopes ?? []
  if (input.scopes?.length === 0)
    issues.add(['scopes'], 'REQUIRED', 'Must have at least one scope. Omit scopes to use the default.')
  const unknown = asked.filter(scope => !isScope(scope))
  if (unknown.length > 0) issues.add(['scopes'], 'UNSUPPORTED', `Must be one of ${allScopes.join(', ')}.`)
  const lacking = asked.filter(isScope).filter(scope => !creator.scopes.includes(scope))
  if (lacking.length > 0)
    issues.add(
      ['scopes'],
      'UNSUPPORTED',
      `Must be scopes of your own key, but it does not have ${lacking.join(', ')}. Omit them, or use a key that has them.`,
    )
  return issues.found
}

/** A new key ends in the future, and not after the key that creates it. */
export function checkExpiry(
  issues: Pick<ReturnType<typeof issueList>, 'add'>,
  expiresAt: Date | null | undefined,
  { creator, now }: { readonly creator: KeyCreator; readonly now: Date },
): void {
  if (expiresAt == null) return
  if (expiresAt <= now) issues.add(['expiresAt'], 'RANGE', `Must be later than ${now.toISOString()}.`)
  if (creator.expiresAt && expiresAt > creator.expiresAt)
    issues.add(
      ['expiresAt'],
      'RANGE',
      `Must not be later than ${creator.expiresAt.toISOString()}, when your own key expires.`,
    )
}
