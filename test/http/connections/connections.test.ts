import { once } from 'node:events'
import { connect as connectTcp, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createAssets } from '../../../src/http/graphiql/assets.ts'
import { costs, post, type SmallServer, type SmallServerOptions, startSmallServer } from '../support/small-server.ts'

let server: SmallServer
const clients: Socket[] = []
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy()
  await server.stop(0)
})

async function start(options: Partial<SmallServerOptions> = {}): Promise<SmallServer> {
  server = await startSmallServer({ sdl: 'type Query { long: String }', ...options })
  return server
}

/** @param allowHalfOpen True for a client that keeps its half open when the other side ends. */
async function open(allowHalfOpen = false): Promise<Socket> {
  const client = connectTcp({ port: Number(new URL(server.url).port), host: '127.0.0.1', allowHalfOpen })
  client.on('error', () => {}) // it may be reset, which some of these tests wait for
  clients.push(client)
  await once(client, 'connect')
  return client
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nhost: gateway\r\n\r\n`

async function metric(name: string): Promise<number> {
  const { values } = (await server.metrics.registry.getSingleMetric(name)?.get()) ?? { values: [] }
  return values[0]?.value ?? Number.NaN
}
const connectionsOpen = () => metric('perennial_connections_open')

/** A route that responds only when the test lets it. */
function heldRoute() {
  let begun = 0
  const mayEnd = Promise.withResolvers<void>()
  const unready = async () => {
    begun += 1
    await mayEnd.promise
    return []
  }
  return { unready, release: mayEnd.resolve, begun: () => begun }
}

describe('pipelined requests on one connection', () => {
  test('are processed one after the other, and answered in order', async () => {
    const held = heldRoute()
    await start({ ports: { unready: held.unready } })
    const client = await open()
    let received = ''
    client.on('data', data => {
      received += String(data)
    })
    client.write(get('/readyz') + get('/nope') + get('/readyz') + get('/healthz'))
    await expect.poll(held.begun).toBe(1)
    await (await fetch(`${server.url}/healthz`)).text()
    expect(held.begun()).toBe(1)
    held.release()
    const statuses = () => [...received.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)
    await expect.poll(statuses).toEqual(['200', '404', '200', '200'])
    expect(held.begun()).toBe(2)
  })

  test('are not processed once the connection is gone', async () => {
    const held = heldRoute()
    await start({ ports: { unready: held.unready } })
    const client = await open()
    client.write(get('/readyz').repeat(10))
    await expect.poll(held.begun).toBe(1)
    client.destroy()
    await expect.poll(connectionsOpen).toBe(0)
    held.release()
    await (await fetch(`${server.url}/readyz`)).text()
    expect(held.begun()).toBe(2)
  })

  test('close the connection if they exceed the pipeline limit', async () => {
    const held = heldRoute()
    await start({ ports: { unready: held.unready }, connections: { maxWaiting: 8 } })
    const client = await open()
    client.write(get('/readyz').repeat(300))
    await once(client.resume(), 'close')
    expect(held.begun()).toBe(1)
    held.release()
  })
})

describe('a response that is not read', () => {
  type Received = { bytes: number; isClosed: boolean }
  // More than the system's buffers take on both sides, and less than the largest answer.
  const resolvers = { Query: { long: () => 'x'.repeat(8_000_000) } }
  const askLong = (client: Socket) => {
    client.pause()
    const body = '{"query":"{long}"}'
    const head = 'POST /graphql HTTP/1.1\r\nhost: gateway\r\nauthorization: Bearer sk_test_small\r\n'
    client.write(`${head}content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`)
  }

  test('closes its connection in time', async () => {
    await start({ resolvers, connections: { answerReadMs: 1, slowestBytesPerMs: 1e9 } })
    askLong(await open())
    await expect.poll(connectionsOpen).toBe(0)
  })

  test('if all together hold too much, the oldest waiting responses are closed first', async () => {
    await start({ resolvers, connections: { maxUnreadBytes: 10_000_000 } })
    const clients = [await open(), await open(), await open(), await open()] as const
    for (const client of clients) askLong(client)
    // How many have to go depends on what the system's own buffers take.
    await expect.poll(connectionsOpen).toBeLessThan(4)
    const [first, last] = [clients[0], clients[3]].map(client => {
      const received = { bytes: 0, isClosed: false }
      client.on('data', data => {
        received.bytes += data.length
      })
      client
        .on('error', () => {})
        .once('close', () => {
          received.isClosed = true
        })
      client.resume()
      return received
    }) as [Received, Received]
    await expect.poll(() => first.isClosed).toBe(true)
    await expect.poll(() => last.bytes).toBeGreaterThan(8_000_000)
    expect(first.bytes).toBeLessThan(8_000_000)
    const response = await post(server.graphqlUrl, { query: '{ long }' }, { connection: 'close' })
    const whole = JSON.stringify({ data: { long: 'x'.repeat(8_000_000) }, ...costs(1) })
    expect((await response.text()).length).toBe(whole.length)
  })

  test('a file of GraphiQL is the same bytes for every reader, compressed or not', async () => {
    await start()
    const assets = createAssets()
    const [one, other] = [await assets.find('graphql-ws/client.js'), await assets.find('graphql-ws/client.js')]
    expect(one?.gzipped).toBe(other?.gzipped)
    expect(await one?.plain()).toBe(await other?.plain())
  })
})

describe('connections', () => {
  test('are limited; an idle one is closed for the next caller', async () => {
    await start({ connections: { maxConnections: 2 } })
    const [one, other] = [await open(), await open()]
    for (const client of [one, other]) {
      client.write(get('/healthz'))
      await once(client, 'data')
    }
    const refused = await open()
    await once(refused.resume(), 'close')
    expect(await metric('perennial_connections_refused_total')).toBe(1)
    await expect.poll(connectionsOpen).toBe(0)
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  })

  const upgrade = (path: string) =>
    `GET ${path} HTTP/1.1\r\nhost: gateway\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n` +
    'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n'

  test('an upgrade to an unsupported protocol is ignored, and the request answered', async () => {
    const received: string[] = []
    await start({
      resolvers: { Query: { long: () => 'short' } },
      ports: {
        receiveWebhook: async (_provider, { rawBody }) => {
          received.push(String(rawBody))
          return { status: 200, verdict: 'accepted' }
        },
      },
    })
    const client = await open()
    let answers = ''
    client.on('data', data => {
      answers += String(data)
    })
    // The request that Java's HttpClient sends.
    const send = (path: string, body: string) =>
      client.write(
        `POST ${path} HTTP/1.1\r\nhost: gateway\r\nconnection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAEA\r\n` +
          'authorization: Bearer sk_test_small\r\ncontent-type: application/json\r\n' +
          `content-length: ${body.length}\r\n\r\n${body}`,
      )
    send('/graphql', '{"query":"{long}"}')
    await expect.poll(() => answers).toContain('{"data":{"long":"short"}')
    send('/webhooks/ppro', '{"id":"evt_1"}')
    await expect.poll(() => received).toEqual(['{"id":"evt_1"}'])
    await expect.poll(() => answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200'])
  })

  test('a WebSocket upgrade behind another request does not overtake it: it is then an ordinary request', async () => {
    const held = heldRoute()
    await start({ ports: { unready: held.unready } })
    const client = await open()
    let answers = ''
    client.on('data', data => {
      answers += String(data)
    })
    client.write(get('/readyz') + upgrade('/graphql'))
    await expect.poll(held.begun).toBe(1)
    await (await fetch(`${server.url}/healthz`)).text()
    expect(answers).toBe('')
    held.release()
    await expect.poll(() => answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 401'])
  })

  test('a refused upgrade is closed, although its client keeps its half open', async () => {
    await start()
    const client = await open(true)
    client.write(upgrade('/nope'))
    const [answer] = await once(client, 'data')
    expect(String(answer)).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/)
    await expect.poll(connectionsOpen).toBe(0)
  })

  test('a refused upgrade whose client resets the connection affects nobody', async () => {
    await start()
    for (let count = 1; count <= 20; count++) {
      const client = await open()
      client.write(upgrade('/nope'))
      client.resetAndDestroy()
    }
    await expect.poll(connectionsOpen).toBe(0)
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  })
})
