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
 * Yoga on the gateway's engine, for the plugins, context and execution of every transport. The engine masks errors, and
 * the gateway's route handles HTTP: `yoga.handle` is not called.
 */
export function createGateYoga({ schema, engine, contextFor }: YogaOptions) {
  return createYoga<Transport>({
    schema,
    context: ({ caller, requestId }) => contextFor(caller, requestId),
    plugins: [useOurEngine(engine)],
    maskedErrors: false,
    parserAndValidationCache: false, // `Documents` caches them
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
