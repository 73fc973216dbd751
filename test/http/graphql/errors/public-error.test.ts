import { GraphQLError } from 'graphql'
import { afterEach, describe, expect, test } from 'vitest'
import { KEY, post, type SmallServer, startSmallServer } from '../../support/small-server.ts'
import { connect } from '../../support/socket.ts'
import { createSource } from '../../support/source.ts'

let server: SmallServer
afterEach(() => server.stop())

const sdl = `scalar Picky
  type Query { ok: Int boom: Int picky: Picky notNull: Int! coded: Int bad: Int argument(n: Int!): Int }
  type Subscription { ticks: Int! refused: Int! exploding: Int! }`

const start = async (ticks = createSource<number>()) => {
  server = await startSmallServer({
    sdl,
    resolvers: {
      Query: {
        boom: () => {
          throw new Error('password "hunter2" of ada@example.com')
        },
        notNull: () => null,
        bad: () => 'no number',
        coded: () => {
          throw new GraphQLError('Not yours', { extensions: { code: 'FORBIDDEN' } })
        },
      },
      Subscription: {
        ticks: () => ticks,
        refused: () => {
          throw new GraphQLError('Too old', { extensions: { code: 'CURSOR_EXPIRED' } })
        },
        exploding: () => {
          throw new TypeError('secret')
        },
      },
    },
  })
}

const errorsOf = async (query: string, variables?: unknown) => {
  const response = await post(server.graphqlUrl, { query, variables }, { 'x-request-id': 'request-1' })
  return ((await response.json()) as { errors: unknown[] }).errors
}

const masked = { message: 'Unexpected error', extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'request-1' } }

describe('an unexpected error', () => {
  test.each(['boom', 'notNull', 'bad'])('is masked under the request’s id: %s', async field => {
    await start()
    expect(await errorsOf(`{ ${field} }`)).toMatchObject([masked])
  })

  test('is logged under the request’s id, without the values in its message', async () => {
    await start()
    await errorsOf('{ aliasOfTheCaller: boom }')
    const line = server.logged.find(entry => entry['msg'] === 'unexpected error')
    expect(line).toMatchObject({
      requestId: 'request-1',
      field: 'boom',
      err: { type: 'Error', message: 'password "…" of …' },
    })
    expect(JSON.stringify(server.logged)).not.toMatch(/hunter2|ada@|aliasOfTheCaller/)
  })
})

test('an error with a code passes unchanged', async () => {
  await start()
  expect(await errorsOf('{ coded }')).toMatchObject([{ message: 'Not yours', extensions: { code: 'FORBIDDEN' } }])
  expect(server.logged.filter(entry => entry['level'] === 'error')).toEqual([])
})

test('an argument that only execution can refuse is the caller’s error', async () => {
  await start()
  const errors = await errorsOf('query ($n: Int = 1) { argument(n: $n) }', { n: null })
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
})

describe('in a subscription', () => {
  const subscribe = async (query: string) => {
    const socket = await connect(server.wsUrl, KEY)
    socket.send({ type: 'subscribe', id: '1', payload: { query } })
    return socket
  }

  test('a refusal with a code passes', async () => {
    await start()
    const socket = await subscribe('subscription { refused }')
    expect(await socket.next()).toMatchObject({
      payload: { errors: [{ message: 'Too old', extensions: { code: 'CURSOR_EXPIRED' } }] },
    })
    await socket.close()
  })

  test('a failure at the start is masked', async () => {
    await start()
    const socket = await subscribe('subscription { exploding }')
    const { payload } = await socket.next()
    expect(payload).toMatchObject({
      errors: [{ message: 'Unexpected error', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    })
    expect(JSON.stringify(payload)).not.toContain('secret')
    await socket.close()
  })

  test('a failure between events is masked, and ends it', async () => {
    const ticks = createSource<number>()
    await start(ticks)
    const socket = await subscribe('subscription { ticks }')
    ticks.emit(1)
    expect(await socket.next()).toMatchObject({ type: 'next', payload: { data: { ticks: 1 } } })
    ticks.fail(new Error('connection to 10.0.0.7 lost'))
    expect(await socket.next()).toMatchObject({ type: 'next', payload: { errors: [{ message: 'Unexpected error' }] } })
    expect(await socket.next()).toEqual({ type: 'complete', id: '1' })
    await socket.close()
  })
})
