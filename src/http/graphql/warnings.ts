import type { ExecutionResult } from 'graphql'

/** The result with `extensions.warnings`: sentences for its developer that change nothing about the answer. */
export function withWarnings(result: ExecutionResult, warnings: readonly string[]): ExecutionResult {
  return warnings.length === 0 ? result : { ...result, extensions: { ...result.extensions, warnings } }
}
