import { buildSchema, type GraphQLFieldResolver, GraphQLObjectType, type GraphQLSchema } from 'graphql'
import { createLog } from '../../../src/base/log/log.ts'
import { createMetrics, type Metrics } from '../../../src/http/metrics.ts'
import type { Ports } from '../../../src/http/ports.ts'
import { createHttpServer } from '../../../src/http/server.ts'
import type { HttpServerOptions } from '../../../src/http/server-options.ts'
import type { Caller } from '../../../src/operations/command/caller.ts'

export const KEY = 'sk_test_small'

export const caller: Caller = {
  tenant: { merchantId: 'mer_test', mode: 'TEST' },
  merchantName: 'Test',
  actor: 'key_test',
  scopes: [],
}

type Resolvers = Readonly<Record<string, Readonly<Record<string, GraphQLFieldResolver<unknown, never>>>>>

export interface SmallServer {
  readonly url: string
  readonly graphqlUrl: string
  readonly wsUrl: string
  readonly metrics: Metrics
  /** Every line logged so far, parsed. */
  readonly logged: readonly Record<string, unknown>[]
  drain(): void
  stop(graceMs?: number): Promise<void>
}

export interface SmallServerOptions extends Partial<Omit<HttpServerOptions, 'ports' | 'metrics' | 'log'>> {
  readonly sdl: string
  readonly resolvers?: Resolvers
  readonly ports?: Partial<Ports>
}

/** The HTTP side alone, on a schema of the test's own, for cases that the real graph never has. */
export async function startSmallServer({
  sdl,
  resolvers = {},
  ports,
  ...options
}: SmallServerOptions): Promise<SmallServer> {
  const authenticate: Ports['authenticate'] =
    ports?.authenticate ?? (async credential => (credential === KEY ? caller : undefined))
  const logged: Record<string, unknown>[] = []
  const log = createLog(
    { level: 'debug', program: 'test' },
    { write: (line: string) => void logged.push(JSON.parse(line) as Record<string, unknown>) },
  )
  const metrics = createMetrics()
  const server = createHttpServer({
    ports: {
      schema: withResolvers(buildSchema(sdl), resolvers),
      contextFor: (of, requestId) => ({ caller: of, requestId }),
      authenticate,
      authenticateAll: credentials => Promise.all(credentials.map(authenticate)),
      openSession: async () => ({ credential: `cs_${'s'.repeat(43)}`, expiresInSeconds: 60 }),
      endSession: async () => {},
      now: () => new Date(),
      receiveWebhook: async () => ({ status: 200, verdict: 'accepted' }),
      startAuthentication: async () => undefined,
      returnFromAuthentication: async () => undefined,
      unready: async () => [],
      cursorOf: () => undefined,
      ...ports,
    },
    metrics,
    log,
    streamPingMs: 300,
    builtFolder: '/no/such/folder',
    ...options,
  })
  const { url } = await server.listen({ port: 0, host: '127.0.0.1' })
  return {
    url,
    graphqlUrl: `${url}/graphql`,
    wsUrl: `${url.replace('http', 'ws')}/graphql`,
    metrics,
    logged,
    drain: server.drain,
    stop: (graceMs = 1_000) => server.stop({ graceMs }),
  }
}

function withResolvers(schema: GraphQLSchema, resolvers: Resolvers): GraphQLSchema {
  for (const [typeName, fields] of Object.entries(resolvers)) {
    const type = schema.getType(typeName)
    if (!(type instanceof GraphQLObjectType)) throw new Error(`no object type ${typeName}`)
    for (const [name, resolver] of Object.entries(fields)) {
      const field = type.getFields()[name]
      if (!field) throw new Error(`no field ${typeName}.${name}`)
      if (typeName === 'Subscription') Object.assign(field, { subscribe: resolver, resolve: (event: unknown) => event })
      else Object.assign(field, { resolve: resolver })
    }
  }
  return schema
}

/** The extensions of an executed operation's result. @param requested Its cost, in values. */
export const costs = (requested: number) => ({ extensions: { cost: { requested, limit: 500_000 } } })

/** An ordinary request, with headers replaced or (undefined) left out. */
export function post(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string | undefined>> = {},
  init: RequestInit = {},
): Promise<Response> {
  const all = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', ...headers }
  return fetch(url, {
    method: 'POST',
    headers: Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...init,
  })
}

/** The same by GET. Omitted and undefined parameters are not sent. */
export function get(
  url: string,
  parameters: Readonly<Record<string, string | undefined>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const query = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return fetch(`${url}?${new URLSearchParams(query)}`, { headers: { authorization: `Bearer ${KEY}`, ...headers } })
}
