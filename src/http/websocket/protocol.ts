import { type ExecutionArgs, type ExecutionResult, GraphQLError, type GraphQLSchema } from 'graphql'
import { type Context, makeServer, type Server, type ServerOptions } from 'graphql-ws'
import type { Log } from '../../base/log/log.ts'
import type { Caller } from '../../operations/command/caller.ts'
import type { Documents } from '../graphql/documents.ts'
import { type Engine, textOf } from '../graphql/engine.ts'
import { badRequest, publicError } from '../graphql/errors/public-error.ts'
import { type Outcome, outcomeOf } from '../graphql/outcome.ts'
import type { ParametersReading } from '../graphql/parameters.ts'
import { type OperationReading, readOperation } from '../graphql/requested-operation.ts'
import type { Yoga } from '../graphql/yoga.ts'
import type { Metrics } from '../metrics.ts'
import type { CallerAddress } from '../quotas/caller-address.ts'
import type { Quotas } from '../quotas/quotas.ts'
import type { SocketAccess } from './access.ts'
import { closeCodes } from './close-codes.ts'

/** The protocol's view of one socket. */
export interface Session {
  readonly requestId: string
  readonly address: CallerAddress
  readonly access: SocketAccess
  close(code: number, reason: string): void
  /** The parameters of an operation, or why it is refused, e.g. because the socket has too many. */
  requestOf(operationId: string): ParametersReading
  /** Sends a result of an operation. @param json The result's JSON. */
  sendResult(operationId: string, json: string): Promise<void>
}

export interface ProtocolOptions {
  readonly schema: GraphQLSchema
  readonly quotas: Quotas
  readonly documents: Documents
  readonly engine: Engine
  readonly yoga: Yoga
  readonly metrics: Metrics
  readonly log: Log
  readonly settings: { readonly initTimeoutMs: number }
}

/** How an operation is executed, counted and answered. */
interface Run {
  readonly enveloped: Pick<Engine, 'execute' | 'subscribe'>
  readonly kind: OperationReading['kind']
  readonly args: ExecutionArgs
  readonly sendResult: (result: ExecutionResult) => Promise<void>
}

/** graphql-transport-ws on the gateway's engine: authentication, and the execution of operations. */
export function createProtocol(options: ProtocolOptions): Server<Session> {
  const { schema, quotas, documents, engine, yoga, metrics, log, settings } = options

  const runs = new WeakMap<ExecutionArgs, Run>()
  const count = (kind: OperationReading['kind'], outcome: Outcome) =>
    metrics.operations.inc({ transport: 'ws', kind, outcome })

  const onConnect = ({ connectionParams, extra: { access } }: Context<Record<string, unknown>, Session>) =>
    access.open(connectionParams)

  const onSubscribe: ServerOptions<Record<string, unknown>, Session>['onSubscribe'] = async (
    { extra: session },
    id,
  ) => {
    const { requestId, access, address } = session
    let kind: OperationReading['kind'] = 'none'
    const refuse = (errors: readonly GraphQLError[]) => {
      count(kind, 'refused')
      return errors
    }
    const request = session.requestOf(id)
    if (!request.ok) return refuse([badRequest(request.message)])
    try {
      // Also undefined for a message that arrives before a refused connection_init has closed the socket.
      const caller = await access.current()
      if (caller === undefined)
        return refuse([new GraphQLError('Unauthorized', { extensions: { code: 'UNAUTHENTICATED' } })])
      const { refusal } = await quotas.rates.operation(caller, address)
      if (refusal) return refuse([refusal])
      const operation = readOperation(documents, request.parameters)
      kind = operation.kind
      if (kind === 'subscription' && engine.isFull()) {
        session.close(closeCodes.tryAgainLater, 'The gateway has too many open subscriptions: resume with "after"')
        return refuse([
          new GraphQLError('The gateway has too many open subscriptions. Try again later.', {
            extensions: { code: 'FORBIDDEN' },
          }),
        ])
      }
      if (!operation.ok) return refuse(operation.errors)
      const from: Caller = { ...caller, address: address.ip }
      const enveloped = yoga.getEnveloped({ caller: from, callerNow: access.latest, requestId, address })
      const contextValue = await enveloped.contextFactory()
      // graphql-ws keeps these as long as the operation runs, so they have only what it needs itself.
      const { document, operationName } = operation
      const args: ExecutionArgs = { schema, document, operationName, contextValue: undefined }
      runs.set(args, {
        enveloped: enveloped as Run['enveloped'],
        kind,
        args: { ...args, contextValue, variableValues: request.parameters.variables },
        sendResult: result => session.sendResult(id, textOf(result)),
      })
      return args
    } catch (error) {
      return refuse([publicError(error, { requestId, log })])
    }
  }

  const takeRun = (args: ExecutionArgs): Run => {
    const run = runs.get(args)
    if (run === undefined) throw new Error('graphql-ws executes only what onSubscribe has returned')
    runs.delete(args)
    return run
  }
  return makeServer<Record<string, unknown>, Session>({
    connectionInitWaitTimeout: settings.initTimeoutMs,
    onConnect,
    onSubscribe,
    // Masks the errors of graphql-ws itself, e.g. in serializing a result.
    onError: ({ extra: { requestId } }, _id, _payload, errors) =>
      errors.map(error => publicError(error, { requestId, log }).toJSON()),
    async execute(given) {
      const { enveloped, kind, args } = takeRun(given)
      const result = await enveloped.execute(args)
      count(kind, outcomeOf(result))
      return result
    },
    async subscribe(given) {
      const { enveloped, kind, args, sendResult } = takeRun(given)
      const results = await enveloped.subscribe(args)
      count(kind, outcomeOf(results))
      return Symbol.asyncIterator in results ? sent(results, sendResult) : results
    },
  })
}

/**
 * Sends the results. graphql-ws, which would serialize a shared result again for each subscriber, sees only their end.
 */
function sent(results: AsyncGenerator<ExecutionResult, void, void>, send: Run['sendResult']): typeof results {
  return {
    ...results,
    async next() {
      for (;;) {
        let next: IteratorResult<ExecutionResult, void> | undefined = await results.next()
        if (next.done) return { done: true, value: undefined }
        const isSent = send(next.value)
        next = undefined // it is not kept in memory while a slow client takes it
        await isSent
      }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
