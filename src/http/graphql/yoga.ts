import type { GraphQLSchema } from 'graphql'
import { createYoga, type Plugin } from 'graphql-yoga'
import type { Ports } from '../ports.ts'
import type { Engine, Transport } from './engine.ts'

export type Yoga = ReturnType<typeof createGateYoga>

interface YogaOptions {
  readonly schema: GraphQLSchema
  readonly engine: Engine
  readonly contextFor: Ports['contextFor']
}

/**
 * Yoga on our engine: lends its plugins, context and execution to HTTP, event streams and the WebSocket alike. Errors
 * are masked by the engine, and HTTP is the route's: `yoga.handle` is not called.
 */
export function createGateYoga({ schema, engine, contextFor }: YogaOptions) {
  return createYoga<Transport>({
    schema,
    context: ({ caller, requestId }) => contextFor(caller, requestId),
    plugins: [useOurEngine(engine)],
    maskedErrors: false,
    parserAndValidationCache: false, // documents are prepared, and kept, before they come here
    graphiql: false,
    landingPage: false,
    logging: false,
  })
}

function useOurEngine(engine: Engine): Plugin {
  return {
    onExecute: ({ setExecuteFn }) => setExecuteFn(engine.execute),
    onSubscribe: ({ setSubscribeFn }) => setSubscribeFn(engine.subscribe),
  }
}
