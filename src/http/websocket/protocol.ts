import type { IncomingHttpHeaders } from 'node:http'
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
import { RateLimitedError } from '../quotas/rate-limited.ts'
import { credentialOf } from '../request/bearer.ts'
import { keyInBrowser } from '../request/origin.ts'
import type { RefusesPage } from '../request/public-key.ts'
import { closeCodes } from './close-codes.ts'

/** The protocol's view of one socket. */
export interface Session {
  readonly requestId: string
  readonly address: CallerAddress
  /** Of the request that opened it. */
  readonly headers: IncomingHttpHeaders
  /** Set once, by a connection_init with a valid credential. */
  access: { readonly caller: Caller } | undefined
  close(code: number, reason: string): void
  /** @returns False if its caller has too many sockets; it is then closed. */
  onAuthenticated(credential: string, caller: Caller): boolean
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
  readonly refusesPage: RefusesPage
}

/** How an operation is executed and counted. */
interface Run {
  readonly enveloped: Pick<Engine, 'execute' | 'subscribe'>
  readonly kind: OperationReading['kind']
}

/** graphql-transport-ws on the gateway's engine: authentication, and the execution of operations. */
export function createProtocol(options: ProtocolOptions): Server<Session> {
  const { schema, quotas, documents, engine, yoga, metrics, log, settings, refusesPage } = options

  const runs = new WeakMap<ExecutionArgs, Run>()
  const count = (kind: OperationReading['kind'], outcome: Outcome) =>
    metrics.operations.inc({ transport: 'ws', kind, outcome })

  const onConnect = async ({ connectionParams, extra: session }: Context<Record<string, unknown>, Session>) => {
    const credential = credentialOf(connectionParams)
    if (credential === undefined) {
      session.close(closeCodes.unauthorized, 'Unauthorized: send connectionParams.authorization')
      return false
    }
    if (refusesPage(credential, session.headers.origin)) {
      session.close(closeCodes.forbidden, 'Forbidden: the public sandbox key works on pages of localhost only')
      return false
    }
    let caller: Caller | undefined
    try {
      caller = await quotas.authenticate(credential, session.address)
    } catch (error) {
      if (error instanceof RateLimitedError) {
        session.close(closeCodes.tryAgainLater, 'Too many invalid credentials: try again later')
        return false
      }
      log.error({ requestId: session.requestId, err: error }, 'a credential could not be checked')
      session.close(closeCodes.tryAgainLater, 'Try again later')
      return false
    }
    if (caller === undefined) return false // closes with 4403
    const { refusal, warnings } = keyInBrowser(caller, session.headers)
    if (refusal !== undefined) {
      session.close(closeCodes.forbidden, 'A live secret key in a browser: use a client token from clientTokenCreate')
      return false
    }
    if (!session.onAuthenticated(credential, caller)) return false
    session.access = { caller }
    return warnings.length === 0 ? true : { warnings } // the payload of connection_ack
  }

  const onSubscribe: ServerOptions<Record<string, unknown>, Session>['onSubscribe'] = async (
    { extra: session },
    id,
  ) => {
    const { requestId, access, address } = session
    // A message can arrive before the socket of a refused connection_init is closed.
    if (access === undefined) return [new GraphQLError('Unauthorized', { extensions: { code: 'UNAUTHENTICATED' } })]
    let kind: OperationReading['kind'] = 'none'
    const refuse = (errors: readonly GraphQLError[]) => {
      count(kind, 'refused')
      return errors
    }
    const { refusal } = await quotas.rates.operation(access.caller, session.address)
    if (refusal) return refuse([refusal])
    const request = session.requestOf(id)
    if (!request.ok) return refuse([badRequest(request.message)])
    try {
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
      const enveloped = yoga.getEnveloped({
        caller: { ...access.caller, address: address.ip },
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
