import type { GraphQLError, OperationDefinitionNode } from 'graphql'
import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute } from 'graphql'
import type { Log } from '../../base/log/log.ts'
import { isContainer } from '../../base/text/json.ts'
import type { Caller } from '../../operations/command/caller.ts'
import { onBehalfOf } from '../../store/sql/fair-pool.ts'
import type { Metrics } from '../metrics.ts'
import type { Ports } from '../ports.ts'
import type { CallerAddress } from '../quotas/caller-address.ts'
import type { Quotas } from '../quotas/quotas.ts'
import { type Checked, type Documents, operationOf } from './documents.ts'
import { withVariableIssue } from './errors/input-issue.ts'
import {
  badRequest,
  firstErrors,
  isAboutRequest,
  MOST_ERRORS,
  publicError,
  SHOWN_ERRORS,
} from './errors/public-error.ts'
import { withoutSuggestions } from './errors/suggestions.ts'
import { isLargerThan } from './limits/answer-size.ts'
import type { Limits } from './limits/limits.ts'
import { isListOperation } from './list-operation.ts'
import { audienceOf } from './streams/audience.ts'
import { liveResults } from './streams/live-results.ts'
import { createSelectionKeys } from './streams/selection-keys.ts'
import { createSharedExecutions } from './streams/shared-executions.ts'
import { createTurns } from './turns.ts'

/** What a transport passes to an operation: the part of the context that does not come from the schema. */
export interface Transport {
  readonly caller: Caller
  /** The same caller as it is now, while a subscription is open: it can lose a scope. Default: `caller`. */
  readonly callerNow?: (() => Caller) | undefined
  readonly requestId: string
  /** For the quotas of an address. Undefined: none apply. */
  readonly address?: CallerAddress | undefined
  /** Ends a subscription, e.g. because the credential was revoked. */
  readonly streamSignal?: AbortSignal | undefined
  /** The cursor of the last event that the client received on a lost stream. It overrides the field's `after`. */
  readonly resumeAfter?: string | undefined
}

/**
 * graphql-js for HTTP, event streams and the WebSocket, through Yoga, so that limits, error masking, request ids and
 * contexts are the same for every transport.
 */
export interface Engine {
  execute(args: ExecutionArgs): Promise<ExecutionResult>
  subscribe(
    args: ExecutionArgs,
  ): Promise<
    ExecutionResult | AsyncGenerator<ExecutionResult, void, void>
  > /** True if this process has reached its limit of subscriptions; each transport refuses new ones in its own way. */
  isFull(): boolean
}

/** The most subscriptions of a process: each is registered with the log tail and buffers events. */
export const MOST_SUBSCRIPTIONS = 20_000

/** The JSON of a result. The engine needs it to check the size; the transports reuse it. */
const texts = new WeakMap<ExecutionResult, string>()

export function textOf(result: ExecutionResult): string {
  return texts.get(result) ?? JSON.stringify(result)
}

/**
 * Few values are longer. A result that may be too large at this size is measured before it is serialized, because
 * serializing a gigabyte would block the process or exceed the longest string.
 */
const BYTES_OF_A_VALUE = 1024

interface EngineOptions {
  readonly documents: Documents
  readonly limits: Pick<Limits, 'answerBytes' | 'operationMs' | 'values'>
  readonly quotas: Quotas
  readonly contextFor: Ports['contextFor']
  readonly listContextFor?: Ports['listContextFor']
  readonly metrics: Metrics
  readonly log: Log
}

export function createEngine(options: EngineOptions): Engine {
  const { documents, limits, quotas, contextFor, listContextFor, metrics, log } = options
  const { answerBytes } = limits
  const turns = createTurns({ places: quotas.places, operationMs: limits.operationMs })
  const selectionKeyOf = createSelectionKeys()
  const sharedExecutions = createSharedExecutions({ sizeOf: result => textOf(result).length })
  let open = 0
  const shownError = documents.introspection ? (error: GraphQLError) => error : withoutSuggestions
  const shown = (result: ExecutionResult, args: ExecutionArgs, values: number): ExecutionResult => {
    const { requestId } = transportOf(args)
    const { data, errors: found } = result
    const all = found?.map((error, index) => {
      if (index < SHOWN_ERRORS)
        return shownError(publicError(withVariableIssue(args.document, error), { requestId, log }))
      // Creating an error is slow. So errors that are not shown are only checked for defects; for the first of them the
      // code is needed too.
      return index > SHOWN_ERRORS && isAboutRequest(error) ? error : publicError(error, { requestId, log })
    })
    const notExecuted = data === undefined
    const errors = all && firstErrors(all, notExecuted && all.length > MOST_ERRORS)
    const answer = errors === undefined ? result : { ...result, errors }
    if (notExecuted) return answer
    if (values * BYTES_OF_A_VALUE > answerBytes && isLargerThan(data, answerBytes)) return tooLarge(answerBytes)
    try {
      const text = JSON.stringify(answer)
      if (Buffer.byteLength(text) > answerBytes) return tooLarge(answerBytes)
      texts.set(answer, text)
      return answer
    } catch (error) {
      // A value that JSON cannot represent, e.g. a bigint.
      return { data: null, errors: [publicError(error, { requestId, log })] }
    }
  }
  const failed = (error: unknown, { requestId }: Transport): ExecutionResult => ({
    errors: [publicError(error, { requestId, log })],
  })
  /**
   * Adds what the operation could have cost at most, so that a client sees how far it is from the limit. Events have no
   * cost.
   */
  const withCost = (result: ExecutionResult, requested: number): ExecutionResult => {
    if (result.data === undefined) return result
    return { ...result, extensions: { ...result.extensions, cost: { requested, limit: limits.values } } }
  }
  const run = async (args: ExecutionArgs, { values }: Checked, isCut: () => boolean): Promise<ExecutionResult> => {
    try {
      const result = await execute(bounded(args))
      if (isCut()) return result
      return shown(args.rootValue === undefined ? withCost(result, values) : result, args, values)
    } catch (error) {
      // graphql-js throws for invalid arguments, e.g. variables that are not an object.
      return failed(error, transportOf(args))
    }
  }
  /** The arguments of a query; of lists alone with the context that reads from a replica, if there is one. */
  const forLists = async (args: ExecutionArgs, operation: OperationDefinitionNode | undefined) => {
    if (listContextFor === undefined || operation === undefined || !isListOperation(args.document, operation))
      return args
    const { caller, requestId } = transportOf(args)
    const context = await listContextFor(caller, requestId)
    return context === undefined ? args : { ...args, contextValue: { ...(args.contextValue as object), ...context } }
  }
  /** Never throws, because a failed operation must not close its socket. */
  const check = (args: ExecutionArgs): Checked => {
    try {
      return documents.check(args.document, args.operationName, args.variableValues)
    } catch (error) {
      return { refusal: publicError(error, { requestId: transportOf(args).requestId, log }), values: 0 }
    }
  }
  const eventsOf = async (args: ExecutionArgs, merchantId: string) =>
    onBehalfOf({ merchantId }, async () => createSourceEventStream(bounded(args)))
  /**
   * Executes a subscription's selection on its events. A function of its own, so that the context in which the
   * subscription began does not stay in memory with it.
   */
  const executeOn = (
    { contextValue: _begun, ...args }: ExecutionArgs,
    { requestId, caller, callerNow = () => caller }: Transport,
    checked: Checked,
  ) => {
    const shared = sharedExecutions.of(selectionKeyOf(args))
    const executeFor = (event: unknown, viewer: Caller) => {
      const contextValue = { requestId, ...contextFor(viewer, requestId) }
      return turns.event(viewer, isCut => run({ ...args, rootValue: event, contextValue }, checked, isCut))
    }
    return (event: unknown) => {
      const now = callerNow()
      const audience = audienceOf(now)
      if (audience === undefined || !isContainer(event))
        return executeFor(event, { ...now, address: caller.address ?? null })
      return shared(event, audience.key, () => executeFor(event, audience.caller))
    }
  }
  return {
    async execute(args) {
      const checked = check(args)
      const { caller } = transportOf(args)
      const refusal = checked.refusal ?? (await quotas.rates.cost(caller, checked.values))
      if (refusal) return { errors: [refusal] }
      const operation = operationOf(args.document, args.operationName)
      if (operation?.operation === 'mutation') return turns.mutation(caller, isCut => run(args, checked, isCut))
      return turns.query(caller, async isCut => run(await forLists(args, operation), checked, isCut))
    },
    isFull: () => open >= MOST_SUBSCRIPTIONS,
    async subscribe(args) {
      const checked = check(args)
      if (checked.refusal) return { errors: [checked.refusal] }
      const transport = transportOf(args)
      const { requestId, caller, streamSignal, address } = transport
      const { merchantId } = caller.tenant
      const entry = quotas.subscriptionOf(caller, address)
      if (!entry.ok) return { errors: [quotas.refusalOf(caller, 'subscriptions', entry.quota)] }
      let events: AsyncIterable<unknown> | ExecutionResult
      try {
        events = await eventsOf(args, merchantId)
      } catch (error) {
        entry.leave()
        return failed(error, transport)
      }
      if (!isAsyncIterable(events)) {
        entry.leave()
        return shown(events, args, checked.values)
      }
      open += 1
      metrics.subscriptionsOpen.inc()
      quotas.metrics.subscriptions(merchantId, 1)
      return liveResults(events, {
        execute: executeOn(args, transport, checked),
        toPublic: error => publicError(error, { requestId, log }),
        signal: streamSignal,
        onEnd: () => {
          open -= 1
          metrics.subscriptionsOpen.dec()
          quotas.metrics.subscriptions(merchantId, -1)
          entry.leave()
        },
      })
    },
  }
}

/** Limits how many errors graphql-js collects in the variables. */
function bounded(args: ExecutionArgs): ExecutionArgs {
  return { ...args, options: { maxCoercionErrors: MOST_ERRORS } }
}

/** The result has `data`, because the operation was executed: a mutation took effect. */
function tooLarge(answerBytes: number): ExecutionResult {
  const message =
    `The operation was executed, but its response is larger than ${answerBytes} bytes and was not sent. Request ` +
    'smaller pages or fewer fields. Repeat a mutation with the same idempotencyKey.'
  return { data: null, errors: [badRequest(message)] }
}

function transportOf({ contextValue }: ExecutionArgs): Transport {
  const { caller, callerNow, requestId, streamSignal, address } = contextValue as Transport
  return { caller, callerNow, requestId, streamSignal, address }
}

function isAsyncIterable(value: object): value is AsyncIterable<unknown> {
  return Symbol.asyncIterator in value
}
