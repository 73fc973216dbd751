import { afterAll, beforeAll, expect, test } from 'vitest'
import { createOutbound, type Outbound } from '../../../src/base/outbound/outbound.ts'
import { type Listener, listen } from './support.ts'

let listener: Listener
let other: Listener
let outbound: Outbound
beforeAll(async () => {
  other = await listen()
  listener = await listen((request, response) => {
    if (request.url === '/redirect') response.writeHead(307, { location: `${other.url}/elsewhere` }).end()
    else if (request.url === '/long') response.end(`\u001b[31m<script>\n${'x'.repeat(100_000)}`)
    else if (request.url === '/busy') response.writeHead(503, { 'retry-after': '7' }).end('later')
    else if (request.url === '/cut') response.write('half', () => response.destroy())
    else if (request.url !== '/silent') response.end('ok')
  })
  outbound = createOutbound({ loopback: true, deadlineMs: 20_000 })
})
afterAll(async () => {
  await outbound.close()
  await listener.close()
  await other.close()
})

const post = (path: string, loopback = true) =>
  outbound.post({ url: `${listener.url}${path}`, headers: {}, body: '{}', loopback })
const durationMs = expect.any(Number)

test('http on this machine is allowed to whom it is allowed, and to nobody else', async () => {
  expect(await post('/')).toEqual({ kind: 'answered', status: 200, text: 'ok', retryAfter: undefined, durationMs })
  const before = listener.connections()
  expect(await post('/', false)).toEqual({ kind: 'failed', error: expect.stringMatching(/^Not sent\./), durationMs })
  expect(listener.connections()).toBe(before)
})

test('localhost that resolves to another machine is not dialed, nor is https on this machine', async () => {
  const found = [{ address: '10.0.0.1', family: 4 }]
  const rebound = createOutbound({ loopback: true, deadlineMs: 20_000, resolve: async () => found })
  const before = listener.connections()
  for (const url of [`http://localhost:${listener.port}/`, `https://hooks.example.com:${listener.port}/`])
    expect(await rebound.post({ url, headers: {}, body: '', loopback: true })).toMatchObject({ kind: 'failed' })
  expect(
    await rebound.post({ url: `https://127.0.0.1:${listener.port}/`, headers: {}, body: '', loopback: true }),
  ).toMatchObject({
    error: expect.stringMatching(/^Not sent\./),
  })
  expect(listener.connections()).toBe(before)
  await rebound.close()
})

test('a redirect is an answer: nothing is asked of the other server', async () => {
  expect(await post('/redirect')).toMatchObject({ kind: 'answered', status: 307 })
  expect(other.connections()).toBe(0)
})

test('of a long body the beginning is kept, without control characters', async () => {
  const result = await post('/long')
  expect(result).toMatchObject({ status: 200, text: expect.stringMatching(/^\[31m<script> x+$/) })
  expect(result.kind === 'answered' && result.text.length).toBe(500)
})

test('a response counts from its status on; silence and a closed port do not', async () => {
  expect(await post('/busy')).toMatchObject({ status: 503, text: 'later', retryAfter: '7' })
  expect(await post('/cut')).toMatchObject({ kind: 'answered', status: 200, text: 'half' })
  const hasty = createOutbound({ loopback: true, deadlineMs: 50 })
  const silent = { url: `${listener.url}/silent`, headers: {}, body: '{}', loopback: true }
  expect(await hasty.post(silent)).toMatchObject({ kind: 'failed', error: 'No response within 50 ms.' })
  await hasty.close()
  const gone = await listen()
  await gone.close()
  expect(await outbound.post({ url: gone.url, headers: {}, body: '', loopback: true })).toMatchObject({
    error: 'No response (ECONNREFUSED).',
  })
})
