import type { ServerResponse } from 'node:http'
import type { ExecutionResult, GraphQLSchema, OperationTypeNode } from 'graphql'
import type { Log } from '../../base/log.ts'
import type { Metrics } from '../metrics.ts'
import { comeAgain, respond } from '../respond.ts'
import { type Documents, operationOf } from './documents.ts'
import type { Transport } from './engine.ts'
import type { AnswerType } from './media-type.ts'
import { isOutage, OUTAGE_STATUS, withoutData } from './outage.ts'
import type { Parameters } from './parameters.ts'
import { badRequest, publicError } from './public-error.ts'
import type { Yoga } from './yoga.ts'

export type OperationKind = `${OperationTypeNode}` | 'none'

export interface FastPath {
  /** What the request asks for; `none` where it cannot be told. A subscription is more than one answer can hold. */
  kindOf(parameters: Parameters): OperationKind
  /** Executes a query or mutation and answers it. Never rejects. */
  answer(response: ServerResponse, type: AnswerType, parameters: Parameters, transport: Transport): Promise<void>
}

interface FastPathOptions {
  readonly schema: GraphQLSchema
  readonly documents: Documents
  readonly yoga: Yoga
  readonly metrics: Metrics
  readonly log: Log
}

/**
 * Ordinary JSON requests, without the Request, Response and streams of Yoga's HTTP layer, which cost several times what
 * the execution does. Context and execution are Yoga's, so that plugins see these requests too.
 */
export function createFastPath({ schema, documents, yoga, metrics, log }: FastPathOptions): FastPath {
  const execute = async (
    { query, operationName, variables }: Parameters,
    transport: Transport,
  ): Promise<ExecutionResult> => {
    const { document, errors } = documents.prepare(query)
    if (document === undefined || errors.length > 0) return { errors }
    try {
      const enveloped = yoga.getEnveloped({ ...transport })
      const contextValue = await enveloped.contextFactory()
      return await enveloped.execute({ schema, document, contextValue, variableValues: variables, operationName })
    } catch (error) {
      return { errors: [publicError(error, { requestId: transport.requestId, log })] }
    }
  }
  const kindOf = ({ query, operationName }: Parameters): OperationKind => {
    const { document } = documents.prepare(query)
    return (document && operationOf(document, operationName)?.operation) ?? 'none'
  }
  return {
    kindOf,
    async answer(response, type, parameters, transport) {
      const result = await execute(parameters, transport)
      metrics.operations.inc({ transport: 'http', kind: kindOf(parameters), outcome: outcomeOf(result) })
      respondResult(response, type, result)
    },
  }
}

/**
 * The status says whether the request was executed (a result has `data`) only in application/graphql-response+json;
 * application/json is the older convention, where every result is 200. An outage is 503 in both: what stands between us
 * and the caller understands that too.
 */
export function respondResult(response: ServerResponse, type: AnswerType, result: ExecutionResult): void {
  const contentType = `${type}; charset=utf-8`
  if (isOutage(result)) {
    respond(response, OUTAGE_STATUS, contentType, JSON.stringify(withoutData(result)), comeAgain)
  } else {
    const executed = result.data !== undefined
    const status = executed || type === 'application/json' ? 200 : isDefect(result) ? 500 : 400
    respond(response, status, contentType, JSON.stringify(result))
  }
}

/** A request that is not one of GraphQL at all: 400 in either type. */
export function respondMalformed(response: ServerResponse, type: AnswerType, message: string): void {
  respond(response, 400, `${type}; charset=utf-8`, JSON.stringify({ errors: [badRequest(message)] }))
}

function isDefect({ errors }: ExecutionResult): boolean {
  return errors?.some(error => error.extensions['code'] === 'INTERNAL_SERVER_ERROR') ?? false
}

function outcomeOf({ errors, data }: ExecutionResult): 'ok' | 'errors' | 'refused' {
  if (errors === undefined) return 'ok'
  return data === undefined ? 'refused' : 'errors'
}
