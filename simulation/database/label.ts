import type { Query } from './simulated-session.ts'

const known = new Map<string, string>()

/**
 * The name of a statement in a trace: its own name, otherwise its command; for the store's combined writes the tables
 * written.
 */
export function labelOf(query: Query): string {
  const { name, text } = typeof query === 'string' ? { name: undefined, text: query } : query
  if (name === undefined) return text.split(/[ ;]/, 1)[0] ?? ''
  if (!name.startsWith('write:')) return name
  const before = known.get(name)
  if (before !== undefined) return before
  const parts = [...text.matchAll(/\b(INSERT INTO|UPDATE) (\w+)/g)].map(([, verb, table]) =>
    verb === 'UPDATE' ? table : `new ${table}`,
  )
  const label = `write ${parts.join(', ')}`
  known.set(name, label)
  return label
}
