import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createHttpClient, type HttpClientOptions } from '../../../src/providers/shared/http-client.ts'
import { httpAnswer, type RawRequest, type RawServer, startRawServer } from '../support/raw-server.ts'

const cleanups: Array<() => Promise<void>> = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function serve(answer: (request: RawRequest) => void): Promise<RawServer> {
  const server = await startRawServer(answer)
  cleanups.push(() => server.close())
  return server
}

function client(baseUrl: string, options?: HttpClientOptions) {
  const http = createHttpClient(baseUrl, options)
  cleanups.push(() => http.close())
  return http
}

/** A server below HTTP: `answer` is called on the first bytes of each connection. */
async function listen(answer: (socket: Socket) => void): Promise<string> {
  const server = createServer(socket => {
    socket.on('error', () => undefined)
    socket.once('data', () => answer(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(async () => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const get = { method: 'GET', path: '/x', headers: {}, deadlineMs: 5_000 } as const
const post = {
  method: 'POST',
  path: '/x',
  headers: { 'content-type': 'application/json' },
  body: '{"secret":"canary"}',
  deadlineMs: 5_000,
} as const

test('a response has its status, headers in lower case and text; the request goes out below the base path, to the byte', async () => {
  const server = await serve(({ socket }) => {
    socket.write(httpAnswer(201, '{"name":"Zoë"}', ['X-RateLimit-Remaining: 7', 'Set-Cookie: a', 'Set-Cookie: b']))
  })
  const exchange = await client(`${server.url}/ppro/`).exchange(post)
  expect(exchange).toMatchObject({
    kind: 'response',
    status: 201,
    text: '{"name":"Zoë"}',
    headers: { 'x-ratelimit-remaining': '7', 'set-cookie': 'a' },
  })
  expect(server.requests.map(request => request.text.split('\r\n')[0])).toEqual(['POST /ppro/x HTTP/1.1'])
  expect(server.requests[0]?.text.endsWith('\r\n\r\n{"secret":"canary"}')).toBe(true)
})

describe('never connected', () => {
  test('nothing listens', async () => {
    const server = await startRawServer(() => undefined)
    await server.close()
    expect(await client(server.url).exchange(post)).toMatchObject({
      kind: 'neverConnected',
      reason: 'no connection (ECONNREFUSED)',
    })
  })

  test('nothing listens on any address of the name', async () => {
    const server = await startRawServer(() => undefined)
    await server.close()
    const exchange = await client(server.url.replace('127.0.0.1', 'localhost')).exchange(post)
    expect(exchange).toMatchObject({ kind: 'neverConnected', reason: 'no connection (ECONNREFUSED)' })
  })

  test('the TLS handshake does not end in time', async () => {
    const server = await serve(() => undefined)
    const exchange = await client(server.url.replace('http:', 'https:')).exchange({ ...post, deadlineMs: 80 })
    expect(exchange).toMatchObject({ kind: 'neverConnected', reason: 'no connection after 80 ms' })
    expect(server.requests).toEqual([])
  })

  test('the other side does not speak TLS', async () => {
    const url = await listen(socket => socket.end(httpAnswer(400, 'plain HTTP')))
    const exchange = await client(url.replace('http:', 'https:')).exchange(post)
    expect(exchange).toMatchObject({ kind: 'neverConnected', reason: 'no connection (ERR_SSL_WRONG_VERSION_NUMBER)' })
  })

  test('the other side closes the connection during the TLS handshake, with the error code of a cut request', async () => {
    const url = await listen(socket => socket.resetAndDestroy())
    const exchange = await client(url.replace('http:', 'https:')).exchange(post)
    expect(exchange).toMatchObject({ kind: 'neverConnected', reason: 'no connection (ECONNRESET)' })
  })

  test('no connection is free in time: the request never goes out, and the pool continues', async () => {
    const held: RawRequest[] = []
    const server = await serve(request =>
      request.number === 1 ? held.push(request) : request.socket.write(httpAnswer(200, 'third')),
    )
    const http = client(server.url, { connections: 1 })
    const first = http.exchange({ ...post, path: '/first' })
    await expect.poll(() => held.length).toBe(1)
    const second = await http.exchange({ ...post, path: '/second', deadlineMs: 50 })
    expect(second).toMatchObject({ kind: 'neverConnected', reason: 'no connection after 50 ms' })
    held[0]?.socket.write(httpAnswer(200, 'first'))
    expect(await first).toMatchObject({ kind: 'response', text: 'first' })
    expect(await http.exchange({ ...post, path: '/third' })).toMatchObject({ kind: 'response', text: 'third' })
    expect(server.requests.map(request => request.text.split(' ')[1])).toEqual(['/first', '/third'])
  })

  test('no time was left at all', async () => {
    const server = await serve(({ socket }) => socket.write(httpAnswer(200, '{}')))
    expect(await client(server.url).exchange({ ...post, deadlineMs: 0 })).toMatchObject({
      kind: 'neverConnected',
      reason: 'no time left',
    })
    expect(server.requests).toEqual([])
  })
})

describe('lost', () => {
  test('no response in time', async () => {
    const server = await serve(() => undefined)
    const exchange = await client(server.url).exchange({ ...post, deadlineMs: 80 })
    expect(exchange).toMatchObject({ kind: 'lost', reason: 'timeout after 80 ms' })
    expect(server.requests).toHaveLength(1)
  })

  test('the body does not end in time', async () => {
    const server = await serve(({ socket }) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf'))
    expect(await client(server.url).exchange({ ...post, deadlineMs: 80 })).toMatchObject({
      kind: 'lost',
      reason: 'timeout after 80 ms',
    })
  })

  test.each([
    ['before any response', ''],
    ['within the headers', 'HTTP/1.1 200 OK\r\ncontent-le'],
    ['within the body', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf'],
    ['within a chunked body', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n'],
    ['after something that is not HTTP', '<html>\r\n\r\n'],
  ])('cut %s', async (_name, written) => {
    const server = await serve(({ socket }) => socket.end(written))
    expect((await client(server.url).exchange(post)).kind).toBe('lost')
    expect(server.requests).toHaveLength(1)
  })

  test('reset after the request was read', async () => {
    const server = await serve(({ socket }) => socket.resetAndDestroy())
    expect(await client(server.url).exchange(post)).toMatchObject({
      kind: 'lost',
      reason: 'connection lost (ECONNRESET)',
    })
    expect(server.requests).toHaveLength(1)
  })

  test('longer than allowed', async () => {
    const server = await serve(({ socket }) => socket.write(httpAnswer(200, 'x'.repeat(65))))
    expect(await client(server.url, { maxResponseBytes: 64 }).exchange(post)).toMatchObject({
      kind: 'lost',
      reason: 'answer longer than 64 bytes',
    })
    const exact = await serve(({ socket }) => socket.write(httpAnswer(200, 'x'.repeat(64))))
    expect((await client(exact.url, { maxResponseBytes: 64 }).exchange(post)).kind).toBe('response')
  })

  test('not UTF-8', async () => {
    const server = await serve(({ socket }) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n')
      socket.write(Buffer.of(0xff))
    })
    expect(await client(server.url).exchange(post)).toMatchObject({ kind: 'lost', reason: 'answer is not UTF-8' })
  })
})

describe('a kept-alive connection that the other side closes', () => {
  test.each([post, get])(
    'during a request ($method): lost, never "never connected", and never sent again',
    async request => {
      const server = await serve(({ socket, number }) => {
        if (number === 2) socket.destroy()
        else socket.write(httpAnswer(200, '{}'))
      })
      const http = client(server.url, { connections: 1 })
      expect((await http.exchange(request)).kind).toBe('response')
      const second = await http.exchange(request)
      expect(second).toMatchObject({ kind: 'lost', reason: 'connection lost (UND_ERR_SOCKET)' })
      expect(server.connections()).toBe(1)
      expect((await http.exchange(request)).kind).toBe('response')
      expect(server.requests).toHaveLength(3)
    },
  )

  test('while it is idle: the next request goes out once, on a new one', async () => {
    const server = await serve(({ socket }) => socket.write(httpAnswer(200, '{}')))
    const http = client(server.url, { connections: 1 })
    await http.exchange(post)
    const socket = server.requests[0]?.socket
    const closed = socket && once(socket, 'close')
    socket?.end()
    await closed
    expect((await http.exchange(post)).kind).toBe('response')
    expect(server.requests).toHaveLength(2)
    expect(server.connections()).toBe(2)
  })
})

test('no part of a request or response is in a reason', async () => {
  const server = await serve(({ socket }) => socket.end('HTTP/1.1 canary-answer'))
  const http = client(server.url)
  const reasons = [
    await http.exchange({ ...post, headers: { authorization: 'Bearer canary-key' } }),
    await http.exchange({ ...post, headers: { authorization: 'Bearer canary-key\n' } }),
    await http.exchange({ ...post, path: '/with a canary space' }),
  ]
  expect(reasons.map(exchange => exchange.kind)).toEqual(['lost', 'neverConnected', 'neverConnected'])
  expect(JSON.stringify(reasons)).not.toContain('canary')
})
