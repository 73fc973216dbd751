import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type TestContext, test as testOne } from 'vitest'
import { WebSocketServer } from 'ws'
import { createClient, TypedDocumentString } from '../../src/client/index.ts'

const Ticks = new TypedDocumentString<{ ticks: { n: number } }, { after?: string }>('subscription { ticks { n } }')

type Moment = 'open' | 'connection_init' | 'connection_ack' | 'subscribe'

interface Losses {
  readonly at: Moment
  /** How its first connections are closed, or the unreadable message that they get. */
  readonly by: number | string
  readonly times: number
}

/** Speaks graphql-transport-ws, and drops each of its first connections at the given moment. */
async function startServer({ onTestFinished }: TestContext, { at, by, times }: Losses) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  onTestFinished(async () => {
    for (const socket of server.clients) socket.terminate()
    await new Promise(resolve => server.close(resolve))
  })
  let connections = 0
  server.on('connection', socket => {
    connections += 1
    const loses = connections <= times
    const lose = () => (typeof by === 'number' ? socket.close(by) : socket.send(by))
    const reach = (moment: Moment) => void (loses && at === moment && lose())
    const send = (message: object) => socket.readyState === socket.OPEN && socket.send(JSON.stringify(message))
    reach('open')
    socket.on('message', bytes => {
      const { type, id } = JSON.parse(String(bytes)) as { type: Moment; id?: string }
      reach(type)
      if (type === 'connection_init') send({ type: 'connection_ack' })
      if (type === 'connection_init') reach('connection_ack')
      if (type === 'subscribe') send({ type: 'next', id, payload: { data: { ticks: { n: connections } } } })
    })
  })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const client = createClient({ url: `http://127.0.0.1:${port}`, authorization: 'key' })
  onTestFinished(() => client.close())
  return { client, connections: () => connections }
}

const test = testOne.concurrent
const moments = ['open', 'connection_init', 'connection_ack', 'subscribe'] as const

test.for(moments.flatMap(at => [1000, 1001].map(code => ({ at, code }))))(
  'after a close with $code at $at the client reconnects after a growing pause',
  async ({ at, code }, context) => {
    const { expect } = context
    const { client, connections } = await startServer(context, { at, by: code, times: 3 })
    const told: unknown[] = []
    const events = client.watch(Ticks, {}, { onReconnect: lost => told.push(lost) })
    expect((await events.next()).value).toEqual({ n: 4 })
    expect(told).toEqual([1, 2, 3].map(attempt => ({ attempt, reason: `closed: ${code}` })))
    expect(connections()).toBe(4)
    await events.return()
  },
)

test.for([
  ['open', '{}', /^closed: 4499 unreadable message: Message is missing the 'type' property$/],
  ['subscribe', '{"type":"next","id', /^closed: 4499 unreadable message: .*JSON/],
] as const)('an unreadable message, at %s, counts as a lost connection: %s', async ([at, by, reason], context) => {
  const { expect } = context
  const { client, connections } = await startServer(context, { at, by, times: 1 })
  const told: string[] = []
  const events = client.watch(Ticks, {}, { onReconnect: ({ reason }) => told.push(reason) })
  expect((await events.next()).value).toEqual({ n: 2 })
  expect(told).toEqual([expect.stringMatching(reason)])
  expect(connections()).toBe(2)
  await events.return()
})

test('each watch on a connection that closes with 1000 gets its error, and shares the next one', async context => {
  const { expect } = context
  const { client, connections } = await startServer(context, { at: 'connection_ack', by: 1000, times: 1 })
  const states: string[][] = [[], [], [], []]
  const watched = states.map(of => client.watch(Ticks, {}, { onState: ({ state }) => of.push(state) }))
  await Promise.all(watched.map(events => events.next()))
  // Those that wait are not live while another one already is.
  for (const of of states) expect(of).toEqual(['connecting', 'live', 'waiting', 'connecting', 'live'])
  expect(connections()).toBe(2)
  await Promise.all(watched.map(events => events.return()))
})

test('a watch that begins while the client closes its connection gets no error', async context => {
  const { expect } = context
  const { client, connections } = await startServer(context, { at: 'open', by: 1000, times: 0 })
  const told: unknown[] = []
  const onReconnect = (lost: unknown) => told.push(lost)
  const first = client.watch(Ticks, {}, { onReconnect })
  await first.next()
  await first.return() // the last one: the client closes the connection with 1000
  const second = client.watch(Ticks, {}, { onReconnect })
  expect((await second.next()).value).toEqual({ n: 2 })
  expect([told, connections()]).toEqual([[], 2])
  await second.return()
})
