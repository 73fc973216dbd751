import { GraphQLError, type GraphQLSchema } from 'graphql'
import { createYoga, type Plugin } from 'graphql-yoga'
import type { Log } from '../../base/log.ts'
import { BODY_LIMIT_BYTES } from '../body.ts'
import type { Ports } from '../ports.ts'
import { comeAgain } from '../respond.ts'
import type { Engine, Transport } from './engine.ts'
import { isOutage, OUTAGE_STATUS, withoutData } from './outage.ts'
import { publicError, withExtensions } from './public-error.ts'

export type Yoga = ReturnType<typeof createGateYoga>

interface YogaOptions {
  readonly schema: GraphQLSchema
  readonly engine: Engine
  readonly contextFor: Ports['contextFor']
  readonly log: Log
}

/**
 * Yoga on our engine: answers GET and event streams, and lends its plugins' context and execution to the fast path and
 * the WebSocket. What the route in front of it does for every way in is switched off here: pages, CORS, other bodies.
 */
export function createGateYoga({ schema, engine, contextFor, log }: YogaOptions) {
  return createYoga<Transport>({
    schema,
    context: ({ caller, requestId }) => contextFor(caller, requestId),
    plugins: [useOurEngine(engine), useStatusOfRefusals],
    maskedErrors: { errorMessage: 'Unexpected error', maskError: error => toPublic(error, log) },
    maxRequestBodySize: BODY_LIMIT_BYTES,
    parserAndValidationCache: false, // the engine has its own
    graphiql: false,
    landingPage: false,
    cors: false,
    multipart: false,
    batching: false,
    logging: false,
  })
}

/** Yoga's own refusals (a missing query, a mutation by GET) have codes of Yoga's; what the engine raises has ours. */
function toPublic(error: unknown, log: Log): GraphQLError {
  if (!(error instanceof GraphQLError)) return publicError(error, { requestId: '', log })
  const { code } = error.extensions
  return code === undefined || code === 'BAD_REQUEST' ? withExtensions(error, { code: 'BAD_USER_INPUT' }) : error
}

function useOurEngine(engine: Engine): Plugin {
  return {
    onParse: ({ setParseFn }) => setParseFn(source => engine.parse(String(source))),
    onValidate: ({ setValidationFn }) => setValidationFn(engine.validate),
    onExecute: ({ setExecuteFn }) => setExecuteFn(engine.execute),
    onSubscribe: ({ setSubscribeFn }) => setSubscribeFn(engine.subscribe),
  }
}

/** The fast path's statuses: 503 in an outage, else 400 for what was not executed in application/graphql-response+json. */
const useStatusOfRefusals: Plugin = {
  onExecutionResult({ result, setResult }) {
    if (!result || Array.isArray(result) || Symbol.asyncIterator in result) return
    if (isOutage(result)) {
      const http = { status: OUTAGE_STATUS, headers: { ...comeAgain } }
      return setResult({ ...withoutData(result), extensions: { http } })
    }
    if (result.errors === undefined || result.data !== undefined) return
    // `spec` says that the status does not hold for application/json.
    const http = { spec: true, status: 400 }
    setResult({ ...result, errors: result.errors.map(error => withExtensions(error, { http, ...error.extensions })) })
  },
}
