import { type DocumentNode, visit } from 'graphql'

/**
 * Whether a value holds text that PostgreSQL cannot store: a NUL character, or half of a surrogate pair. No field takes
 * such text, so it is refused where it comes in, for every argument alike.
 */
export function hasUnstorableText(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed()
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, member]) => hasUnstorableText(key) || hasUnstorableText(member))
}

/** The same for what is written into a query's text. */
export function documentHasUnstorableText(document: DocumentNode): boolean {
  let found = false
  visit(document, {
    StringValue: ({ value }) => {
      found ||= hasUnstorableText(value)
    },
  })
  return found
}
