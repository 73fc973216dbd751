import { afterEach, expect, test } from 'vitest'
import { defaultLimits } from '../../../src/http/graphql/limits/limits.ts'
import { currentWork } from '../../../src/store/sql/fair-pool.ts'
import { readEvents } from '../support/event-stream.ts'
import { costs, post, type SmallServer, startSmallServer } from '../support/small-server.ts'
import { createSource, type Source } from '../support/source.ts'

let server: SmallServer
let mayEnd: PromiseWithResolvers<void>
let source: Source<{ readonly isSlow: boolean }>
let late: PromiseWithResolvers<unknown>
afterEach(async () => {
  mayEnd.resolve()
  await server.stop(0)
})

const start = async () => {
  mayEnd = Promise.withResolvers()
  late = Promise.withResolvers()
  source = createSource()
  const slow = async () => {
    await mayEnd.promise
    late.resolve(currentWork())
    throw new Error('its result is discarded')
  }
  server = await startSmallServer({
    sdl: `type Query { slow: String quick: String } type Mutation { act: String }
          type Subscription { ticks: Tick! } type Tick { slow: String }`,
    resolvers: {
      Query: { slow, quick: () => 'quick' },
      Mutation: {
        act: async () => {
          await mayEnd.promise
          return 'done'
        },
      },
      Subscription: { ticks: () => source },
      Tick: { slow: ({ isSlow }: { isSlow: boolean }) => (isSlow ? slow() : 'quick') },
    } as never,
    limits: { ...defaultLimits, operationMs: 100 },
  })
}

const cut = {
  errors: [
    {
      message:
        'The operation took longer than 100 ms and was stopped. It changed nothing. Request smaller pages or fewer fields, ' +
        'or try again later.',
      extensions: { code: 'OPERATION_TIMEOUT' },
    },
  ],
}

test.each([
  ['application/graphql-response+json', 504],
  ['application/json', 200],
])(
  'a query that takes too long is cut, and what it does later is neither shown nor logged: %s',
  async (accept, status) => {
    await start()
    const response = await post(server.graphqlUrl, { query: '{ slow }' }, { accept })
    expect([response.status, await response.json()]).toEqual([status, cut])
    mayEnd.resolve()
    // The rest of it gets no connection to the database: see fair-pool.test.ts.
    expect(await late.promise).toEqual({ merchantId: 'mer_test', isCut: true })
    expect(await (await post(server.graphqlUrl, { query: '{ quick }' })).json()).toEqual({
      data: { quick: 'quick' },
      ...costs(1),
    })
    expect(server.logged.filter(({ msg }) => msg === 'unexpected error')).toEqual([])
  },
)

test('a mutation is never cut: its caller gets its result', async () => {
  await start()
  const answer = post(server.graphqlUrl, { query: 'mutation { act }' })
  // A query that begins later is cut earlier.
  expect(await (await post(server.graphqlUrl, { query: '{ slow }' })).json()).toEqual(cut)
  expect(await (await post(server.graphqlUrl, { query: '{ slow }' })).json()).toEqual(cut)
  mayEnd.resolve()
  expect(await (await answer).json()).toEqual({ data: { act: 'done' }, ...costs(1) })
})

test('an event that takes too long is an error of the stream, which continues', async () => {
  await start()
  const query = 'subscription { ticks { slow } }'
  const events = readEvents(await post(server.graphqlUrl, { query }, { accept: 'text/event-stream' }))
  source.emit({ isSlow: true })
  expect(await events.next()).toEqual({ event: 'next', data: cut })
  source.emit({ isSlow: false })
  expect(await events.next()).toEqual({ event: 'next', data: { data: { ticks: { slow: 'quick' } } } })
})
