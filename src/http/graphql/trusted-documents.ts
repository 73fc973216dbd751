import { createHash } from 'node:crypto'
import { isRecord, parseJson } from '../../base/text/json.ts'

/** The only documents that a gateway executes, registered when its callers were built. */
export interface TrustedDocuments {
  /** The text of a document's id, or of the SHA-256 of its text. */
  textOf(id: string): string | undefined
  has(text: string): boolean
}

export type TrustedDocumentsReading =
  | { readonly ok: true; readonly documents: TrustedDocuments }
  /** `problem` continues the sentence after the file's name. */
  | { readonly ok: false; readonly problem: string }

const SHA256 = 'sha256:'

/**
 * Reads a list of documents as build tools write it: an object that maps ids to texts (graphql-codegen's client preset,
 * Relay), or Apollo's manifest, `{ "operations": [{ "id", "body" }] }`.
 */
export function readTrustedDocuments(json: string): TrustedDocumentsReading {
  const value = parseJson(json)
  if (!isRecord(value)) return { ok: false, problem: 'must be a JSON object' }
  const { operations } = value
  const entries = Array.isArray(operations) ? operations.map(entryOf) : Object.entries(value)
  const wrong = entries.findIndex(([id, text]) => typeof id !== 'string' || typeof text !== 'string' || text === '')
  if (wrong >= 0)
    return {
      ok: false,
      problem: `must map each id to a document's text, or list "operations" with "id" and "body": see entry ${wrong + 1}`,
    }
  if (entries.length === 0) return { ok: false, problem: 'has no document' }
  return { ok: true, documents: documentsFrom(entries as readonly (readonly [string, string])[]) }
}

function entryOf(operation: unknown): readonly [unknown, unknown] {
  return isRecord(operation) ? [operation['id'], operation['body']] : [undefined, undefined]
}

function documentsFrom(entries: readonly (readonly [string, string])[]): TrustedDocuments {
  const texts = new Set(entries.map(([, text]) => text))
  // Every document is also registered under the SHA-256 of its text, whatever its id is, because clients compute this
  // hash of the text that they send.
  const byId = new Map([...entries.map(([, text]): [string, string] => [sha256(text), text]), ...entries])
  return {
    textOf: id => byId.get(id) ?? (id.startsWith(SHA256) ? byId.get(id.slice(SHA256.length)) : undefined),
    has: text => texts.has(text),
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
