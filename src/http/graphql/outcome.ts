import type { ExecutionResult } from 'graphql'

export type Outcome = 'ok' | 'errors' | 'refused'

/** The outcome of an operation in metrics, for every transport. A subscription counts by how it starts. */
export function outcomeOf(result: ExecutionResult | AsyncIterable<ExecutionResult>): Outcome {
  if (Symbol.asyncIterator in result || result.errors === undefined) return 'ok'
  return result.data === undefined ? 'refused' : 'errors'
}
