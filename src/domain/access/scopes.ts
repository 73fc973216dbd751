/** What a secret key may do. Each field of the graph needs one of them. */
export const scopes = ['read', 'charge', 'refund', 'manage', 'operator'] as const
export type Scope = (typeof scopes)[number]

/** What a key may do unless it was created for less: everything that a merchant's own backend does. */
export const backendScopes: readonly Scope[] = ['read', 'charge', 'refund', 'manage']

export function isScope(text: string): text is Scope {
  return (scopes as readonly string[]).includes(text)
}
