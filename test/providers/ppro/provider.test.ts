import { afterEach, describe, expect, test } from 'vitest'
import { createPproProvider } from '../../../src/providers/ppro/provider.ts'
import { identity, plainAgreement, plainCharge, requestOf } from '../support/commands.ts'
import { keepingLog } from '../support/log.ts'
import { httpAnswer, type RawRequest, startRawServer } from '../support/raw-server.ts'

const cleanups: Array<() => Promise<void>> = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const secrets = { apiKey: 'key_canary', merchantId: 'merch_1', webhookSecret: 'secret_canary' }

async function against(
  answer: (request: RawRequest) => void,
  options: Omit<Parameters<typeof createPproProvider>[1], 'log'> = {},
) {
  const server = await startRawServer(answer)
  const { log, lines } = keepingLog()
  const provider = createPproProvider(
    { ...secrets, baseUrl: `${server.url}/base`, simulated: true },
    { log, ...options },
  )
  cleanups.push(
    () => server.close(),
    () => provider.close(),
  )
  const send = (reference: string, deadlineMs = 5_000) =>
    provider.send(requestOf(provider.prepare({ ...plainCharge, ...identity(reference) })), { deadlineMs })
  return { server, provider, lines, send }
}

const paid = (reference: string) =>
  JSON.stringify({
    id: 'charge_1',
    status: 'CAPTURED',
    authorizations: [{ id: 'authz_1', amount: 1000, status: 'AUTHORIZED', merchantPaymentChargeReference: reference }],
  })
const referenceIn = (request: RawRequest) => /"merchantPaymentChargeReference":"([^"]+)"/.exec(request.text)?.[1] ?? ''
const approve = (request: RawRequest) => void request.socket.write(httpAnswer(200, paid(referenceIn(request))))

/** Names in lower case, sorted by name. */
function headersOf(request: RawRequest | undefined): Record<string, string> {
  const lines = request?.text.split('\r\n\r\n')[0]?.split('\r\n').slice(1) ?? []
  return Object.fromEntries(
    lines.map(line => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  )
}

test('a POST carries credentials, both references and the stored bytes; a GET only the credentials', async () => {
  const { server, provider } = await against(request => request.socket.write(httpAnswer(200, '{}')))
  const request = requestOf(provider.prepare({ ...plainAgreement, ...identity('att_1') }))
  await provider.send(request, { deadlineMs: 5_000 })
  await provider.queryStatus(
    { about: 'charge', providerReference: 'charge_1', sentReference: 'att_1' },
    { deadlineMs: 5_000 },
  )
  const credentials = { accept: 'application/json', authorization: 'Bearer key_canary', 'merchant-id': 'merch_1' }
  const [post, get] = server.requests
  const { host: _host, connection: _connection, 'content-length': length, ...headers } = headersOf(post)
  expect(post?.text).toMatch(/^POST \/base\/v1\/payment-agreements HTTP\/1\.1\r\n/)
  expect(post?.text.endsWith(`\r\n\r\n${request.body}`)).toBe(true)
  expect(length).toBe(String(Buffer.byteLength(request.body)))
  expect(headers).toEqual({
    ...credentials,
    'content-type': 'application/json',
    'request-idempotency-key': 'key-att_1',
    'request-reference': 'att_1',
  })
  expect(get?.text).toMatch(/^GET \/base\/v1\/payment-charges\/charge_1 HTTP\/1\.1\r\n/)
  const { host: _getHost, connection: _getConnection, ...getHeaders } = headersOf(get)
  expect(getHeaders).toEqual(credentials)
})

describe('the circuit', () => {
  const circuit = { consecutiveFailures: 2, openMs: 60_000 }

  test.each<[string, (request: RawRequest) => void]>([
    ['cuts', ({ socket }) => void socket.destroy()],
    ['500', ({ socket }) => void socket.write(httpAnswer(500, '{}'))],
    ['504', ({ socket }) => void socket.write(httpAnswer(504, '{}'))],
  ])('%s open it: then nothing is sent, neither requests nor status queries', async (_name, answer) => {
    const { server, provider, send } = await against(answer, { circuit })
    for (const reference of ['att_1', 'att_2']) expect(await send(reference)).toMatchObject({ outcome: 'unknown' })
    expect(provider.health()).toMatchObject({
      circuit: 'OPEN',
      successRate: 0,
      retryAfter: expect.any(Date),
      lastFailureAt: expect.any(Date),
    })
    const refused = await send('att_3')
    expect(refused).toMatchObject({ outcome: 'notSent', call: { summary: 'not sent: circuit open' } })
    expect('retryAfterMs' in refused && (refused.retryAfterMs ?? 0) > 50_000).toBe(true)
    expect(
      await provider.queryStatus(
        { about: 'charge', providerReference: 'c', sentReference: 's' },
        { deadlineMs: 1_000 },
      ),
    ).toMatchObject({
      found: 'unknown',
      call: { summary: 'circuit open' },
    })
    expect(server.requests).toHaveLength(2)
  })

  test.each([400, 401, 404, 409, 422, 429])('HTTP %i does not: the provider works', async status => {
    const { provider, send } = await against(({ socket }) => void socket.write(httpAnswer(status, '{}')), { circuit })
    for (const reference of ['att_1', 'att_2', 'att_3']) await send(reference)
    expect(provider.health()).toMatchObject({ circuit: 'CLOSED', successRate: 1, lastFailureAt: null })
  })

  test('a status query can be the trial that closes it again', async () => {
    let broken = true
    let nowMs = 0
    const answer = ({ socket }: RawRequest) =>
      void (broken ? socket.destroy() : socket.write(httpAnswer(200, '{"data":[]}')))
    const { provider, send } = await against(answer, { circuit: { ...circuit, now: () => nowMs } })
    await send('att_1')
    await send('att_2')
    broken = false
    nowMs += circuit.openMs
    expect(provider.health().circuit).toBe('HALF_OPEN')
    const question = { about: 'charge', providerReference: null, sentReference: 'att_1' } as const
    expect(await provider.queryStatus(question, { deadlineMs: 5_000 })).toMatchObject({ found: 'absent' })
    expect(provider.health().circuit).toBe('CLOSED')
  })
})

describe('the rate limit', () => {
  const limits = (remaining: number) => [
    `X-RateLimit-Remaining: ${remaining}`,
    'X-RateLimit-Replenish-Rate: 5',
    'X-RateLimit-Burst-Capacity: 10',
  ]

  test('a 429 is notSent, and says when a token is available', async () => {
    const { send } = await against(({ socket }) => void socket.write(httpAnswer(429, '{}', limits(0))))
    expect(await send('att_1')).toMatchObject({
      outcome: 'notSent',
      retryAfterMs: 200,
      call: { httpStatus: 429, summary: '429, rate limit' },
    })
  })

  test('without a token it waits for one, or, if that takes too long, sends nothing', async () => {
    const answer = (request: RawRequest) =>
      void request.socket.write(httpAnswer(200, paid(referenceIn(request)), limits(0)))
    const { server, send } = await against(answer)
    await send('att_1')
    const refused = await send('att_2', 100)
    expect(refused).toMatchObject({ outcome: 'notSent', call: { summary: 'not sent: rate limit' } })
    expect(server.requests).toHaveLength(1)
    expect(await send('att_3')).toMatchObject({ outcome: 'approved' })
    expect(server.requests).toHaveLength(2)
  })
})

test('a trial without a token does not keep the circuit from another trial', async () => {
  let nowMs = 0
  const limits = ['X-RateLimit-Remaining: 2', 'X-RateLimit-Replenish-Rate: 5', 'X-RateLimit-Burst-Capacity: 2']
  const answer = (request: RawRequest) => {
    if (request.number === 2 || request.number === 3) request.socket.destroy()
    else request.socket.write(httpAnswer(200, paid(referenceIn(request)), limits))
  }
  const circuit = { consecutiveFailures: 2, openMs: 60_000, now: () => nowMs }
  const { provider, send } = await against(answer, { circuit })
  for (const reference of ['att_1', 'att_2', 'att_3']) await send(reference)
  nowMs += circuit.openMs
  expect(await send('att_4', 100)).toMatchObject({ outcome: 'notSent', call: { summary: 'not sent: rate limit' } })
  expect(provider.health().circuit).toBe('HALF_OPEN')
  expect(await send('att_5')).toMatchObject({ outcome: 'approved' })
  expect(provider.health().circuit).toBe('CLOSED')
})

test('unmapped codes and defects are logged with our reference only', async () => {
  const { lines, send } = await against(
    ({ socket }) => void socket.write(httpAnswer(200, '{"id":"charge_1","status":"NEW_WORD"}')),
  )
  expect(await send('att_1')).toMatchObject({ outcome: 'unknown' })
  expect(lines).toEqual([
    {
      level: 'warn',
      fields: { provider: 'PPRO', verb: 'createCharge', providerRequest: 'key-att_1' },
      message: 'unmapped charge status NEW_WORD',
    },
  ])
})

test('a stored request that cannot be sent at all is an outcome, not an exception', async () => {
  const { provider, server, lines } = await against(approve)
  const request = { ...requestOf(provider.prepare({ ...plainCharge, ...identity('att_1') })), path: 'no slash \n' }
  expect(await provider.send(request, { deadlineMs: 1_000 })).toMatchObject({ outcome: 'notSent' })
  expect(await provider.send({ ...request, expected: undefined as never }, { deadlineMs: 1_000 })).toMatchObject({
    outcome: 'unknown',
  })
  expect(lines).toMatchObject([{ level: 'error', message: 'defect in the adapter' }])
  expect(server.requests).toEqual([])
})

test('no secret and no data of the consumer is in any record, failure or log line', async () => {
  const echo = (status: number) => (request: RawRequest) => {
    const quoted = `${request.text.split('\r\n\r\n')[1]} ${headersOf(request)['authorization']}`
    void request.socket.write(httpAnswer(status, JSON.stringify({ status: quoted, id: quoted, message: quoted })))
  }
  const cut = ({ socket, text }: RawRequest) =>
    void socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n${text}`)
  const consumer = {
    ...plainAgreement.consumer,
    email: 'ada@canary.example',
    phone: '+1555canary',
    billingAddress: {
      firstName: 'Canary',
      lastName: null,
      street: 'Canary Row 1',
      postalCode: null,
      city: null,
      region: null,
      country: null,
    },
  }
  for (const answer of [...[200, 401, 403, 404, 409, 429, 500].map(echo), cut]) {
    const { provider, lines } = await against(answer)
    const request = requestOf(provider.prepare({ ...plainAgreement, consumer, ...identity('att_1') }))
    const sent = await provider.send(request, { deadlineMs: 5_000 })
    const found = await provider.queryStatus(
      { about: 'charge', providerReference: 'charge_1', sentReference: 'att_1' },
      { deadlineMs: 5_000 },
    )
    expect(JSON.stringify([sent, found, lines]).toLowerCase()).not.toContain('canary')
  }
})

test("a refusal's message is kept, without its quotes of the consumer's data", async () => {
  const message = "name 'Ada Canary' and reference con_1 of US are not allowed"
  const { provider } = await against(
    ({ socket }) => void socket.write(httpAnswer(422, JSON.stringify({ status: 422, failureMessage: message }))),
  )
  const sent = await provider.send(requestOf(provider.prepare({ ...plainAgreement, ...identity('att_1') })), {
    deadlineMs: 5_000,
  })
  expect(sent).toMatchObject({
    outcome: 'declined',
    failure: { providerMessage: "name '…' and reference … of US are not allowed" },
  })
})
