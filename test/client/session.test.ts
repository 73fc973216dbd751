import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { createClient } from '../../src/client/index.ts'

// A page of the gateway itself has a session in a cookie, which its scripts cannot read: the client sends no credential.

let server: Server
let sockets: WebSocketServer
let url: string
const requests: IncomingHttpHeaders[] = []
const messages: unknown[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    requests.push(request.headers)
    request.resume()
    response.setHeader('content-type', 'application/json').end('{"data":{"ok":1}}')
  })
  sockets = new WebSocketServer({ server, handleProtocols: () => 'graphql-transport-ws' })
  sockets.on('connection', socket =>
    socket.on('message', data => {
      const message = JSON.parse(String(data))
      messages.push(message)
      if (message.type === 'connection_init') socket.send('{"type":"connection_ack"}')
      if (message.type === 'subscribe') {
        socket.send(
          JSON.stringify({ type: 'next', id: message.id, payload: { data: { ticks: { eventCursor: 'a' } } } }),
        )
        socket.send(JSON.stringify({ type: 'complete', id: message.id }))
      }
    }),
  )
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`
})
afterAll(() => {
  for (const socket of sockets.clients) socket.terminate()
  server.close()
})

test('without authorization, neither a request nor a connection has a credential', async () => {
  const client = createClient({ url })
  expect(await client.request('{ ok }', {})).toEqual({ ok: 1 })
  expect(requests.at(-1)).not.toHaveProperty('authorization')
  for await (const _ of client.watch('subscription { ticks { eventCursor } }', {}));
  expect(messages[0]).toEqual({ type: 'connection_init', payload: {} })
  await client.close()
})

test('connectionParams are sent besides the credential', async () => {
  messages.length = 0
  const client = createClient({ url, authorization: 'sk_test_1', connectionParams: { console: true } })
  for await (const _ of client.watch('subscription { ticks { eventCursor } }', {}));
  expect(messages[0]).toEqual({
    type: 'connection_init',
    payload: { console: true, authorization: 'Bearer sk_test_1' },
  })
  await client.close()
})
