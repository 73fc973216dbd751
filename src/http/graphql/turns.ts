import type { ExecutionResult } from 'graphql'
import { GraphQLError } from 'graphql'
import type { Caller } from '../../operations/command/caller.ts'
import { onBehalfOf } from '../../store/sql/fair-pool.ts'
import type { Places } from '../quotas/places.ts'
import { RateLimitedError } from '../quotas/rate-limited.ts'

type Result = Promise<ExecutionResult>

/** @param isCut True if its result would be discarded. */
type Execute = (isCut: () => boolean) => ExecutionResult | Result

export interface Turns {
  query(caller: Caller, execute: Execute): Result
  mutation(caller: Caller, execute: Execute): Result
  event(caller: Caller, execute: Execute): Result
}

/**
 * Executes an operation when it is the merchant's turn, for `operationMs` at most. A mutation is never cut off, because
 * its caller would not know whether money moved. Its fields have their own limits: the timeout of a statement, and the
 * wait for a provider's answer.
 */
export function createTurns({ places, operationMs }: { places: Places; operationMs: number }): Turns {
  /** `place` runs work in a place. The place is free again only when the work has really ended. */
  const inTime = (
    caller: Caller,
    execute: Execute,
    place: (work: () => Result) => Promise<ExecutionResult | RateLimitedError>,
  ): Result => {
    const answer = Promise.withResolvers<ExecutionResult>()
    const begin = () => {
      const work = { merchantId: caller.tenant.merchantId, isCut: false }
      const timer = setTimeout(() => {
        // graphql-js cannot be stopped, but an operation that was cut off gets no more connections to the database.
        work.isCut = true
        answer.resolve(tookTooLong(operationMs))
      }, operationMs)
      return onBehalfOf(work, async () => execute(() => work.isCut)).finally(() => clearTimeout(timer))
    }
    place(begin).then(result => answer.resolve(resultOf(result)), answer.reject)
    return answer.promise
  }
  return {
    query: (caller, execute) => inTime(caller, execute, work => places.forOperation(caller, 'query', work)),
    event: (caller, execute) => inTime(caller, execute, work => places.forEvent(caller, work)),
    async mutation(caller, execute) {
      const work = { merchantId: caller.tenant.merchantId }
      const begin = () => onBehalfOf(work, async () => execute(() => false))
      return resultOf(await places.forOperation(caller, 'mutation', begin))
    },
  }
}

function resultOf(result: ExecutionResult | RateLimitedError): ExecutionResult {
  return result instanceof RateLimitedError ? { errors: [result] } : result
}

function tookTooLong(operationMs: number): ExecutionResult {
  const message =
    `The operation took longer than ${operationMs} ms and was stopped. It changed nothing. Request smaller pages or ` +
    'fewer fields, or try again later.'
  return { errors: [new GraphQLError(message, { extensions: { code: 'OPERATION_TIMEOUT' } })] }
}
