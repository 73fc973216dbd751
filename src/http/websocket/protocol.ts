import { type ExecutionArgs, type ExecutionResult, GraphQLError, type GraphQLSchema } from 'graphql'
import { type Context, makeServer, type Server, type ServerOptions } from 'graphql-ws'
import type { Log } from '../../base/log/log.ts'
import type { Caller } from '../../operations/command/caller.ts'
import type { Documents } from '../graphql/documents.ts'
import type { Engine } from '../graphql/engine.ts'
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

/** How an operation is executed and counted. */
interface Run {
  readonly enveloped: Pick<Engine, 'execute' | 'subscribe'>
  readonly kind: OperationReading['kind']
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
      const from = (of: Caller): Caller => ({ ...of, address: address.ip })
      const enveloped = yoga.getEnveloped({
        caller: from(caller),
        callerNow: () => from(access.latest()),
        requestId,
        address,
      })
      const contextValue = await enveloped.contextFactory()
      const args: ExecutionArgs = {
        schema,
        document: operation.document,
        operationName: operation.operationName,
        variableValues: request.parameters.variables,
        contextValue,
      }
      runs.set(args, { enveloped: enveloped as Run['enveloped'], kind })
      return args
    } catch (error) {
      return refuse([publicError(error, { requestId, log })])
    }
  }

  const counted = async <Result extends ExecutionResult | AsyncGenerator<ExecutionResult, void, void>>(
    args: ExecutionArgs,
    start: (functions: Run['enveloped']) => Result | Promise<Result>,
  ): Promise<Result> => {
    const { enveloped, kind } = runs.get(args) ?? { enveloped: engine, kind: 'none' }
    const result = await start(enveloped)
    count(kind, outcomeOf(result))
    return result
  }
  return makeServer<Record<string, unknown>, Session>({
    connectionInitWaitTimeout: settings.initTimeoutMs,
    onConnect,
    onSubscribe,
    // Masks the errors of graphql-ws itself, e.g. in serializing a result.
    onError: ({ extra: { requestId } }, _id, _payload, errors) =>
      errors.map(error => publicError(error, { requestId, log }).toJSON()),
    execute: args => counted(args, run => run.execute({ ...args, rootValue: undefined })),
    subscribe: args => counted(args, run => run.subscribe({ ...args, rootValue: undefined })),
  })
}
