import type { DocumentNode } from 'graphql'

interface DocumentCache {
  /** @returns The document of exactly this text, which becomes the most recently used one. */
  get(query: string): DocumentNode | undefined
  set(query: string, document: DocumentNode): void
}

const MOST_DOCUMENTS = 1_000
// A longer text is probably generated and sent once; caching it would evict ten others.
const LONGEST_QUERY = 20_000

// Measured: a token that becomes a field takes 484 bytes with its nodes, a character of a comment up to 60.
const BYTES_PER_TOKEN = 500
const BYTES_PER_CHARACTER = 64

/** An LRU cache of documents, of at most `maxBytes`. Small enough not to need a package. */
export function createDocumentCache(maxBytes: number): DocumentCache {
  const kept = new Map<string, DocumentNode>()
  let bytes = 0
  const remove = (query: string, document: DocumentNode) => {
    kept.delete(query)
    bytes -= memoryOf(query, document)
  }
  return {
    get(query) {
      const document = kept.get(query)
      if (document === undefined) return undefined
      kept.delete(query)
      kept.set(query, document)
      return document
    },
    set(query, document) {
      if (query.length > LONGEST_QUERY) return
      kept.set(query, document)
      bytes += memoryOf(query, document)
      for (const [oldest, itsDocument] of kept) {
        if (bytes <= maxBytes && kept.size <= MOST_DOCUMENTS) break
        remove(oldest, itsDocument)
      }
    },
  }
}

/** Upper bound of a parsed document's memory, counted against the cache's limit. */
function memoryOf(query: string, { tokenCount = query.length }: DocumentNode): number {
  return query.length * BYTES_PER_CHARACTER + tokenCount * BYTES_PER_TOKEN
}
