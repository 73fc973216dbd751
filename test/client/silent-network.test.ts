import { test as testOne } from 'vitest'
import { until } from '../support/until.ts'
import { startDeafListener } from './support/deaf-listener.ts'

import { follow, heartbeat, LONG_MS, NO_CONNECTION, NOTHING_CAME, startWorld } from './support/silent-world.ts'

const test = testOne.concurrent

test.for([
  ['after a connection is accepted', undefined, heartbeat, NO_CONNECTION],
  ['in the middle of the upgrade', 'HTTP/1.1 101', heartbeat, NO_CONNECTION],
  ['after the upgrade', '\r\n\r\n', heartbeat, NO_CONNECTION],
  ['after the acknowledgement', '"connection_ack"}', { ...heartbeat, connectWithinMs: LONG_MS }, NOTHING_CAME],
  ['in the middle of an event', '"c2', { ...heartbeat, connectWithinMs: LONG_MS }, NOTHING_CAME],
] as const)('watch outlives a network that goes silent %s', async ([_when, text, times, reason], context) => {
  const { expect } = context
  const { proxy, emit, client } = await startWorld(context)
  for (const cursor of ['start', 'c1', 'c2']) emit(cursor)
  proxy.silence(text)
  const { seen, reasons } = follow(client({ heartbeat: times }))
  await until('a loss', () => reasons.length > 0)
  proxy.speak()
  await until('the second event', () => seen.at(-1) === 'c2')
  emit('c3')
  await until('the third event', () => seen.at(-1) === 'c3')
  expect(seen).toEqual(['c1', 'c2', 'c3'])
  expect(reasons[0]).toBe(reason)
})

test.for([
  ['before the first event', 0],
  ['between two events', 1],
] as const)('watch outlives a network that goes silent %s', async ([_when, before], context) => {
  const { expect } = context
  const { proxy, emit, client, asked } = await startWorld(context)
  const { seen, reasons } = follow(client())
  await until('the subscription', () => asked() > 0)
  const expected = ['c1', 'c2', 'c3']
  for (const cursor of expected.slice(0, before)) emit(cursor)
  await until('the events before', () => seen.length === before)
  proxy.silence()
  for (const cursor of expected.slice(before)) emit(cursor)
  const lost = reasons.length
  await until('two losses', () => reasons.length >= lost + 2)
  proxy.speak()
  await until('the last event', () => seen.at(-1) === 'c3')
  expect(seen).toEqual(expected)
})

test('watch outlives a network that never answers a connection request', async context => {
  const { expect } = context
  const { server, emit, client } = await startWorld(context)
  const listener = await startDeafListener(server.graphqlUrl)
  context.onTestFinished(() => listener.close())
  for (const cursor of ['start', 'c1']) emit(cursor)
  const { seen, reasons } = follow(client({ url: listener.url }))
  await until('a loss', () => reasons.length > 0)
  listener.hear()
  await until('the event', () => seen.at(-1) === 'c1')
  expect(seen).toEqual(['c1'])
  expect(reasons[0]).toBe(NO_CONNECTION)
})

test('a watch that begins on a dead connection outlives it, as does the existing one', async context => {
  const { expect } = context
  const { proxy, emit, client, asked } = await startWorld(context)
  emit('start')
  const shared = client()
  const first = follow(shared)
  await until('the first subscription', () => asked() > 0)
  proxy.silence()
  const second = follow(shared)
  const lost = first.reasons.length
  await until('both losses', () => first.reasons.length > lost && second.reasons.length > 0)
  emit('c1')
  proxy.speak()
  await until('the event, twice', () => first.seen.length > 0 && second.seen.length > 0)
  expect([first.seen, second.seen]).toEqual([['c1'], ['c1']])
})

test('a normal closure of the connection brings no event twice', async context => {
  const { expect } = context
  const sockets = new Set<WebSocket>()
  const webSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      sockets.add(this)
    }
  }
  const { emit, client, asked } = await startWorld(context)
  // More than the client remembers, so that only the cursor counts.
  const expected = Array.from({ length: 1_001 }, (_, index) => `c${index}`)
  for (const cursor of ['start', ...expected]) emit(cursor)
  const { seen, reasons } = follow(client({ webSocket, heartbeat: {} }))
  await until('the events', () => seen.length === expected.length)
  for (const socket of sockets) socket.close(1000)
  await until('another subscription', () => asked() === 2)
  emit('last')
  await until('the last event', () => seen.includes('last'))
  expect(seen).toEqual([...expected, 'last'])
  expect(reasons).toEqual(['closed: 1000'])
})

test.for([
  ['while the connection is being opened', undefined],
  ['on a dead connection', '"connection_ack"}'],
])('its signal and close() end a watch %s', async ([_when, text], context) => {
  const { expect } = context
  const { proxy, client } = await startWorld(context)
  proxy.silence(text)
  const sockets: WebSocket[] = []
  const webSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      sockets.push(this)
    }
  }
  // Times that do not pass within the test.
  const patient = client({ webSocket, heartbeat: { connectWithinMs: LONG_MS } })
  const stop = new AbortController()
  const [stopped, closed] = [follow(patient, stop.signal), follow(patient)]
  await until('the connection', () => sockets.length === 1 && (text === undefined || sockets[0]?.readyState === 1))
  stop.abort()
  await stopped.ended
  await patient.close()
  await closed.ended
  expect([stopped.reasons, closed.reasons]).toEqual([[], []])
})

test('a request that a silent network swallowed is sent again', async context => {
  const { expect } = context
  const { proxy, client } = await startWorld(context)
  proxy.silence('HTTP/1.1 200')
  const tries: number[] = []
  const counting: typeof fetch = async (url, init) => {
    tries.push(tries.length)
    if (tries.length === 2) proxy.speak()
    return fetch(url, init)
  }
  const { request } = client({ fetch: counting, timeoutMs: 300 })
  expect(await request('{ ok }', {})).toEqual({ ok: 1 })
  expect(tries.length).toBeGreaterThanOrEqual(2)
})
