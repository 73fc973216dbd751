import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { currentTraceId, inSpan } from '../../src/base/trace.ts'
import type { Sandbox } from '../../src/sandbox/server.ts'
import { eventually } from '../support/until.ts'
import { account, startSimulators } from '../support/world/simulators.ts'
import { givenActiveAgreement } from '../support/world/story.ts'
import { startSandboxedApp } from './support/sandboxed-app.ts'
import { SANDBOX_KEY, type TestApp } from './support/test-app.ts'

interface Span {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
}

const received: string[] = []
const collector = createServer((request, response) => {
  let body = ''
  request.setEncoding('utf8').on('data', part => {
    body += part
  })
  request.on('end', () => {
    received.push(body)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
})
const spans = (): Span[] =>
  received.flatMap(body =>
    (JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] }).resourceSpans.flatMap(
      ({ scopeSpans }) => scopeSpans.flatMap(scope => scope.spans),
    ),
  )

let sandbox: Sandbox
beforeAll(async () => {
  await new Promise<void>(resolve => collector.listen(0, '127.0.0.1', resolve))
  sandbox = await startSimulators()
})
afterAll(async () => {
  await sandbox.close()
  await new Promise(resolve => collector.close(resolve))
})

const start = (endpoint: string, ratio = 1) =>
  startSandboxedApp(sandbox, {
    tracing: { endpoint, serviceName: 'perennial-test', ratio, followsParent: true },
  })

async function charge(app: TestApp, agreementId: string, headers: Record<string, string> = {}): Promise<string> {
  const query = `mutation { chargeCreate(input: { idempotencyKey: "canary-key", agreementId: "${agreementId}",
    description: "canary-description", amount: { value: 700, currency: "USD" } }) { ... on ChargeCreatePayload { charge { status } } } }`
  const answer = await fetch(app.graphqlUrl, {
    method: 'POST',
    headers: { authorization: `Bearer ${SANDBOX_KEY}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  })
  return answer.text()
}

test('a charge is one trace, under its caller’s: operation, statements by name, provider; nothing else is in it', async () => {
  const { app, world } = await start(`http://127.0.0.1:${(collector.address() as AddressInfo).port}`)
  const traceId = '0af7651916cd43dd8448eb211c80319c'
  try {
    const { id } = await givenActiveAgreement(world)
    const answer = await charge(app, id, { traceparent: `00-${traceId}-b7ad6b7169203331-01` })
    expect(answer).toContain('CAPTURED')
  } finally {
    // The stop sends what waits.
    await app.cleanUp()
  }
  await eventually(() => expect(spans().some(span => span.traceId === traceId)).toBe(true))
  const mine = spans().filter(span => span.traceId === traceId)
  const [root] = mine.filter(({ name }) => name === 'mutation chargeCreate')
  expect(root?.parentSpanId).toBe('b7ad6b7169203331')
  const parts = mine.filter(({ parentSpanId }) => parentSpanId === root?.spanId).map(({ name }) => name)
  expect(parts).toEqual(expect.arrayContaining(['SQL agreement-load', 'SQL idempotency-key-find', 'PPRO createCharge']))
  expect(mine.every(({ name }) => /^(mutation chargeCreate|SQL [\w :.-]+|PPRO \w+)$/.test(name))).toBe(true)
  const text = received.join('\n')
  for (const secret of ['canary', SANDBOX_KEY, account.apiKey, 'john@example.com', 'John Smith'])
    expect(text).not.toContain(secret)
}, 120_000)

test('a dead collector costs nothing but the spans; of a trace that is not sampled nothing is sent', async () => {
  const before = received.length
  for (const [endpoint, ratio] of [
    ['http://127.0.0.1:9', 1],
    [`http://127.0.0.1:${(collector.address() as AddressInfo).port}`, 0],
  ] as const) {
    const { app, world } = await start(endpoint, ratio)
    try {
      const { id } = await givenActiveAgreement(world)
      expect(await charge(app, id)).toContain('CAPTURED')
    } finally {
      await app.cleanUp()
    }
  }
  expect(received.length).toBe(before)
}, 120_000)

test('without tracing no span is made, not even its name', async () => {
  const begin = () => {
    throw new Error('a span was begun')
  }
  expect(await inSpan(begin, async () => 7)).toBe(7)
  expect(currentTraceId()).toBeUndefined()
})
