/** What a secret key may do. Each field of the graph needs one of them. */
export const scopes = ['read', 'charge', 'refund', 'manage', 'operator'] as const
export type Scope = (typeof scopes)[number]

/** The scopes of a key that names none: everything that a merchant's own backend does. */
export const backendScopes: readonly Scope[] = ['read', 'charge', 'refund', 'manage']

export function isScope(text: string): text is Scope {
  return scopes.some(scope => scope === text)
}

/** A client token has no scopes. It may read, and its grant decides what. */
export function hasScope(
  { scopes: held, grant }: { readonly scopes: readonly Scope[]; readonly grant?: object },
  scope: Scope,
): boolean {
  return held.includes(scope) || (scope === 'read' && grant !== undefined)
}
