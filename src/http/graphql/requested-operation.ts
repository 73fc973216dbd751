import { type DocumentNode, GraphQLError, Kind, type OperationTypeNode } from 'graphql'
import { type Documents, operationOf } from './documents.ts'
import { badRequest } from './errors/public-error.ts'
import type { Parameters } from './parameters.ts'
import type { TrustedDocuments } from './trusted-documents.ts'

/** The operation that a request executes. */
export interface RequestedOperation {
  readonly document: DocumentNode
  readonly operationName: string | undefined
  readonly kind: `${OperationTypeNode}`
}

export type OperationReading =
  | ({ readonly ok: true } & RequestedOperation)
  /** Each error has a code. `kind` is `none` if the kind of operation is unknown. */
  | { readonly ok: false; readonly errors: readonly GraphQLError[]; readonly kind: `${OperationTypeNode}` | 'none' }

/** Finds the operation of a request; refuses with the same errors for every transport. */
export function readOperation(
  documents: Documents,
  { operationName, ...named }: Pick<Parameters, 'query' | 'documentId' | 'operationName'>,
): OperationReading {
  const query = documents.trusted ? trustedText(documents.trusted, named) : named.query
  if (query === undefined) {
    const error = documents.trusted ? notTrusted() : persistedQueryNotSupported()
    return { ok: false, errors: [error], kind: 'none' }
  }
  const { document, errors } = documents.prepare(query)
  const kind = document && operationOf(document, operationName)?.operation
  if (document === undefined || errors.length > 0) return { ok: false, errors, kind: kind ?? 'none' }
  if (kind === undefined) return { ok: false, errors: [whichOperation(document, operationName)], kind: 'none' }
  return { ok: true, document, operationName, kind }
}

/** A text that was sent must be registered too, because a client can send it together with the id of another one. */
function trustedText(
  trusted: TrustedDocuments,
  { query, documentId }: Pick<Parameters, 'query' | 'documentId'>,
): string | undefined {
  if (query === undefined) return documentId === undefined ? undefined : trusted.textOf(documentId)
  return trusted.has(query) ? query : undefined
}

function notTrusted(): GraphQLError {
  return badRequest(
    'This gateway executes only registered documents, and this one is not registered. Send the "documentId" or the ' +
      'unchanged text of a registered document.',
  )
}

/** Apollo's and urql's clients recognize this message or code and then send the whole query. */
function persistedQueryNotSupported(): GraphQLError {
  return new GraphQLError('PersistedQueryNotSupported', { extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } })
}

function whichOperation({ definitions }: DocumentNode, operationName: string | undefined): GraphQLError {
  const count = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length
  if (count === 0) return badRequest('The document has no operation. Write a query, a mutation or a subscription.')
  return badRequest(
    operationName === undefined
      ? `The document has ${count} operations. Set "operationName" to the name of one of them.`
      : 'The document has no operation with the name in "operationName". Check the name.',
  )
}
