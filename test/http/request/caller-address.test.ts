import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { costs, KEY, post, type SmallServer, startSmallServer } from '../support/small-server.ts'

let server: SmallServer
beforeAll(async () => {
  const address = (_root: unknown, _args: unknown, { caller }: { caller: { address: string } }) => caller.address
  server = await startSmallServer({
    sdl: 'type Query { address: String }',
    resolvers: { Query: { address } },
    trustedProxies: ['127.0.0.0/8'],
  })
})
afterAll(() => server.stop())

const headers = { 'x-forwarded-for': '198.51.100.9, 203.0.113.7' }

test('an operation knows the address that it came from, over HTTP', async () => {
  const direct = await post(server.graphqlUrl, { query: '{ address }' })
  expect(await direct.json()).toEqual({ data: { address: '127.0.0.1' }, ...costs(1) })
  const behindProxy = await post(server.graphqlUrl, { query: '{ address }' }, headers)
  expect(await behindProxy.json()).toEqual({ data: { address: '203.0.113.7' }, ...costs(1) })
})

test('and over a WebSocket', async () => {
  const socket = new WebSocket(server.wsUrl, 'graphql-transport-ws', { headers })
  const next = await new Promise(resolve => {
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: KEY } })))
    socket.on('message', data => {
      const message = JSON.parse(String(data))
      if (message.type === 'connection_ack')
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: '{ address }' } }))
      if (message.type === 'next') resolve(message.payload)
    })
  })
  socket.close()
  expect(next).toEqual({ data: { address: '203.0.113.7' }, ...costs(1) })
})
