import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SANDBOX_MERCHANT } from '../../src/app/sandbox/merchant.ts'
import { currentTraceId, inSpan } from '../../src/base/trace.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts'
import { givenActiveAgreement } from '../support/story.ts'
import { eventually } from '../support/until.ts'
import { account, apsAccount, type World } from '../support/world.ts'
import { SANDBOX_KEY, startTestApp, type TestApp } from './support/test-app.ts'

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

let folder: string
let sandbox: Sandbox
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'perennial-tracing-'))
  await new Promise<void>(resolve => collector.listen(0, '127.0.0.1', resolve))
  sandbox = await startSandbox({
    ...{ host: '127.0.0.1', port: 0, dataDir: folder },
    ppro: { ...account, webhookUrl: 'http://127.0.0.1:9' },
    aps: { ...apsAccount, webhookUrl: 'http://127.0.0.1:9' },
  })
})
afterAll(async () => {
  await sandbox.close()
  await new Promise(resolve => collector.close(resolve))
  await rm(folder, { recursive: true, force: true })
})

function start(endpoint: string, ratio = 1): Promise<TestApp> {
  const ppro = { baseUrl: `${sandbox.url}/ppro`, ...account, former: [], simulated: true, mode: 'TEST' } as const
  const tracing = { endpoint, serviceName: 'perennial-test', ratio, followsParent: true }
  return startTestApp({ providers: { ppro, aps: undefined }, tracing })
}

async function activeAgreement(app: TestApp): Promise<string> {
  sandbox.setWebhookUrl('PPRO', `${app.url}/webhooks/ppro`)
  const { rows } = await app.database.pool.query('SELECT id FROM merchants WHERE name = $1', [SANDBOX_MERCHANT])
  const tenant = { merchantId: String(rows[0].id), mode: 'TEST' } as const
  const caller = { tenant, merchantName: SANDBOX_MERCHANT, actor: 'key_test', scopes: ['charge', 'manage'] as const }
  const world = { deps: app.deps, database: app.deps.database, sandbox, caller } as unknown as World
  return (await givenActiveAgreement(world)).id
}

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
  const app = await start(`http://127.0.0.1:${(collector.address() as AddressInfo).port}`)
  const traceId = '0af7651916cd43dd8448eb211c80319c'
  try {
    const agreementId = await activeAgreement(app)
    const answer = await charge(app, agreementId, { traceparent: `00-${traceId}-b7ad6b7169203331-01` })
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
    const app = await start(endpoint, ratio)
    try {
      expect(await charge(app, await activeAgreement(app))).toContain('CAPTURED')
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
