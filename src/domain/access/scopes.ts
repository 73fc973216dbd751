/** What a secret key may do. Each field of the graph needs one of them. */
export const scopes = ['read', 'charge', 'refund', 'manage', 'operator'] as const
export type Scope = (typeof scopes)[number]

/** The scopes of a key that names none: everything that a merchant's own backend does. */
export const backendScopes: readonly Scope[] = ['read', 'charge', 'refund', 'manage']
