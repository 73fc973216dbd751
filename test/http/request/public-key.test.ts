import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { KEY, post, type SmallServer, startSmallServer } from '../support/small-server.ts'

let server: SmallServer
let executed = 0
beforeAll(async () => {
  server = await startSmallServer({
    sdl: 'type Query { hello: String }',
    resolvers: { Query: { hello: () => `hello ${++executed}` } },
    publicKey: KEY,
    publicUrl: 'https://pay.example.test/perennial',
  })
})
afterAll(() => server.stop())

const own = [
  undefined,
  'https://pay.example.test',
  'http://localhost:3000',
  'https://shop.localhost',
  'http://127.0.0.1:5173',
  'http://[::1]:8080',
]
const foreign = [
  'https://evil.example',
  'http://pay.example.test',
  'https://pay.example.test:8443',
  'http://localhost.evil.example',
  'null',
  'file://',
  '',
]

const openFrom = (origin: string | undefined) =>
  new Promise<string>(resolve => {
    const socket = new WebSocket(server.wsUrl, 'graphql-transport-ws', origin === undefined ? {} : { origin })
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: KEY } })))
    socket.on('message', data => {
      resolve(String(data))
      socket.close()
    })
    socket.on('close', (code, reason) => resolve(`${code} ${reason}`))
  })

describe('a key that everybody knows', () => {
  test.each(own)('works from %s', async origin => {
    const before = executed
    const response = await post(server.graphqlUrl, { query: '{ hello }' }, { origin })
    expect([response.status, executed]).toEqual([200, before + 1])
    expect(await openFrom(origin)).toMatch(/^{"type":"connection_ack"/)
  })

  test.each(foreign)('is refused on a page of "%s"', async origin => {
    const before = executed
    const response = await post(server.graphqlUrl, { query: '{ hello }' }, { origin })
    expect(response.status).toBe(403)
    expect(await response.json()).toEqual({
      errors: [
        {
          message: expect.stringContaining('Set SANDBOX_API_KEY to a key of your own'),
          extensions: { code: 'FORBIDDEN' },
        },
      ],
    })
    if (origin !== '') expect(await openFrom(origin)).toMatch(/^4403 Forbidden: the public sandbox key /)
    expect(executed).toBe(before)
  })

  test('is bound to pages, and no other key is', async () => {
    const others = await startSmallServer({ sdl: 'type Query { hello: String }', publicKey: 'sk_test_sandbox' })
    const response = await post(others.graphqlUrl, { query: '{ hello }' }, { origin: 'https://evil.example' })
    expect(response.status).toBe(200)
    await others.stop()
  })
})
