import { print } from './print.ts'

/** How TypedDocumentNode and TypedDocumentString of any package carry the types of their variables and result. */
interface Typed<Result, Variables> {
  readonly __apiType?: ((variables: Variables) => Result) | undefined
}

/** A String object. */
interface Text {
  charAt(index: number): string
  toString(): string
}

/** A parsed document, of any version of graphql. */
interface Tree {
  readonly kind: string
  readonly definitions: readonly object[]
}

/**
 * A GraphQL document: text, or a TypedDocumentString or TypedDocumentNode of any package, which have the types of
 * variables and result. For text and untyped documents, pass both types or check the result.
 */
export type OperationDocument<Result, Variables> = string | (Typed<Result, Variables> & (Text | Tree))

/** The document's text. @throws TypeError if it is not a GraphQL document. */
export function textOf(document: string | Text | Tree): string {
  if (typeof document === 'string' || document instanceof String) return document.toString()
  // Not `loc.source`: it is missing from generated documents, and stale after a document was changed.
  if (typeof document === 'object' && document !== null && 'kind' in document) return print(document)
  throw new TypeError('This is not a GraphQL document: pass text, a TypedDocumentString or a TypedDocumentNode.')
}
