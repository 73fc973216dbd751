import type { Scope } from '../src/domain/access/scopes.ts'
import type { GraphContext } from './context.ts'
import { requestError } from './request-error.ts'

/** @throws FORBIDDEN if the caller's key does not have the scope. */
export function requireScope({ caller }: GraphContext, scope: Scope): void {
  if (!caller.scopes.includes(scope))
    throw requestError(
      'FORBIDDEN',
      `This needs a key with the scope ${scope}. Your key does not have it: use another key.`,
    )
}
