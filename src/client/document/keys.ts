import { keyedInputs } from '../generated/facts.ts'

/** Variables whose inputs may leave out the idempotencyKey: the client then makes one. */
export type Keyless<Variables> = {
  [Name in keyof Variables]: Variables[Name] extends { readonly idempotencyKey: string }
    ? Omit<Variables[Name], 'idempotencyKey'> & { readonly idempotencyKey?: string | undefined }
    : Variables[Name]
}

/**
 * The variables with a new key in each input that takes one and has none. The document's declarations say which do; an
 * input that is written into the text gets none.
 */
export function withKeys<Variables extends object>(query: string, variables: Variables): Variables {
  const given = variables as Readonly<Record<string, unknown>>
  const keyed: Record<string, unknown> = {}
  for (const [, name = '', type = ''] of query.matchAll(/\$(\w+)\s*:\s*(\w+)/g)) {
    const input = given[name]
    if (!keyedInputs.includes(type) || typeof input !== 'object' || input === null) continue
    if (!('idempotencyKey' in input) || input.idempotencyKey == null)
      keyed[name] = { ...input, idempotencyKey: newIdempotencyKey() }
  }
  return { ...variables, ...keyed }
}

/**
 * Whether sending twice has the same effect as sending once: a query, or a mutation whose inputs all have an
 * idempotencyKey. Only keys in the variables count, not those in the text.
 */
export function isRepeatable(query: string, variables: object): boolean {
  if (!isMutation(query)) return true
  const inputs = Object.values(variables).filter(value => typeof value === 'object' && value !== null)
  return inputs.length > 0 && inputs.every(hasKey)
}

export function isMutation(query: string): boolean {
  return /\bmutation\b/.test(query)
}

function hasKey(input: object): boolean {
  return 'idempotencyKey' in input && typeof input.idempotencyKey === 'string' && input.idempotencyKey !== ''
}

/** A new idempotency key, for callers who keep it themselves, e.g. over a reload of the page. */
export function newIdempotencyKey(): string {
  // Not `crypto.randomUUID`, which browsers have on secure pages only.
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}
