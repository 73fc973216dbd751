import type { ExecutionArgs, ExecutionResult, GraphQLSchema } from 'graphql'
import type { Log } from '../../base/log/log.ts'
import type { Transport } from './engine.ts'
import { publicError } from './errors/public-error.ts'
import type { Parameters } from './parameters.ts'
import type { RequestedOperation } from './requested-operation.ts'
import type { Yoga } from './yoga.ts'

/** An operation over HTTP, ready to execute. */
export interface Request {
  readonly operation: RequestedOperation
  readonly variables: Parameters['variables']
  readonly transport: Transport
  /** Shown in the answer's extensions, in the first event of a stream. */
  readonly warnings: readonly string[]
}

export interface Execution {
  /** Executes a query or mutation. Never rejects. */
  execute(request: Request): Promise<ExecutionResult>
  /** Starts a subscription; a single result if it is refused. Never rejects. */
  subscribe(request: Request): Promise<ExecutionResult | AsyncGenerator<ExecutionResult, void, void>>
}

interface ExecutionOptions {
  readonly schema: GraphQLSchema
  readonly yoga: Yoga
  readonly log: Log
}

type Enveloped = ReturnType<Yoga['getEnveloped']>

/**
 * Executes operations over HTTP. Context and execution are Yoga's, so that its plugins see every operation. Yoga's own
 * HTTP layer is not used: it costs several times as much as the execution, and would be a second entry with other
 * rules.
 */
export function createExecution({ schema, yoga, log }: ExecutionOptions): Execution {
  const run = async <Result>(
    { operation: { document, operationName }, variables, transport }: Request,
    start: (enveloped: Enveloped, args: ExecutionArgs) => Result | Promise<Result>,
  ): Promise<Result | ExecutionResult> => {
    try {
      const enveloped = yoga.getEnveloped({ ...transport })
      const contextValue = await enveloped.contextFactory()
      return await start(enveloped, { schema, document, operationName, variableValues: variables, contextValue })
    } catch (error) {
      return { errors: [publicError(error, { requestId: transport.requestId, log })] }
    }
  }
  return {
    execute: request => run<ExecutionResult>(request, (enveloped, args) => enveloped.execute(args)),
    subscribe: request => run(request, (enveloped, args) => enveloped.subscribe(args)),
  }
}
