import type { ExecutionResult } from 'graphql'

export type Outcome = 'ok' | 'errors' | 'refused'

/** How an operation is counted, whichever way it came in: a subscription by how it begins. */
export function outcomeOf(result: ExecutionResult | AsyncIterable<ExecutionResult>): Outcome {
  if (Symbol.asyncIterator in result || result.errors === undefined) return 'ok'
  return result.data === undefined ? 'refused' : 'errors'
}
