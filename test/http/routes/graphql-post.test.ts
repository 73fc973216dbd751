import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { costs, post, type SmallServer, startSmallServer } from '../support/small-server.ts'

const RESPONSE_JSON = 'application/graphql-response+json'
const HELLO = { query: '{ hello }' }

let server: SmallServer
let calls = 0

beforeAll(async () => {
  server = await startSmallServer({
    sdl: `type Query { hello(name: String): String! broken: String list(first: Int): [String!]! }
          type Mutation { count: Int! }
          type Subscription { ticks: Int! }`,
    resolvers: {
      Query: {
        hello: (_root, { name }: { name?: string }) => `hello ${name ?? 'you'}`,
        broken: () => {
          throw new Error('secret detail')
        },
      },
      Mutation: {
        count: () => {
          calls += 1
          return calls
        },
      },
    },
  })
})
afterAll(() => server.stop())

const answerOf = async (response: Response) => ({
  status: response.status,
  type: response.headers.get('content-type'),
  body: (await response.json()) as { data?: unknown; errors?: { message: string; extensions: { code: string } }[] },
})

describe('content negotiation', () => {
  test.each([
    [undefined, 'application/json; charset=utf-8'],
    ['*/*', 'application/json; charset=utf-8'],
    ['application/*', 'application/json; charset=utf-8'],
    ['application/json', 'application/json; charset=utf-8'],
    [RESPONSE_JSON, `${RESPONSE_JSON}; charset=utf-8`],
    [`${RESPONSE_JSON}, application/json;q=0.9`, `${RESPONSE_JSON}; charset=utf-8`],
    [`application/json, ${RESPONSE_JSON};q=0.9`, 'application/json; charset=utf-8'],
    [`${RESPONSE_JSON}, application/json, text/event-stream, multipart/mixed`, `${RESPONSE_JSON}; charset=utf-8`],
  ])('MUST answer in the accepted type: %s', async (accept, type) => {
    const answer = await answerOf(await post(server.graphqlUrl, HELLO, { accept }))
    expect(answer).toEqual({ status: 200, type, body: { data: { hello: 'hello you' }, ...costs(1) } })
  })

  test('answers 406 if no JSON is accepted, and executes nothing', async () => {
    const before = calls
    const response = await post(server.graphqlUrl, { query: 'mutation { count }' }, { accept: 'text/html' })
    expect(response.status).toBe(406)
    expect(calls).toBe(before)
  })

  test('answers 406 to a subscription if no stream is accepted', async () => {
    const response = await post(server.graphqlUrl, { query: 'subscription { ticks }' }, { accept: 'application/json' })
    expect(response.status).toBe(406)
  })
})

describe('statuses', () => {
  const refused = [
    ['a syntax error', { query: '{ hello' }],
    ['an unknown field', { query: '{ goodbye }' }],
    ['an unknown operation', { query: 'query A { hello }', operationName: 'B' }],
    ['a variable of the wrong type', { query: 'query ($n: String) { hello(name: $n) }', variables: { n: 1 } }],
  ] as const
  test.each(refused)('is 400 in the newer type and 200 in the older one: %s', async (_what, body) => {
    const newer = await answerOf(await post(server.graphqlUrl, body, { accept: RESPONSE_JSON }))
    const older = await answerOf(await post(server.graphqlUrl, body, { accept: 'application/json' }))
    expect([newer.status, older.status]).toEqual([400, 200])
    expect(newer.body.errors?.map(error => error.extensions.code)).toEqual(['BAD_USER_INPUT'])
    expect(newer.body).toEqual(older.body)
    expect('data' in newer.body).toBe(false)
  })

  test.each([
    ['no JSON', '{"query"', ''],
    ['no object', '"text"', ''],
    ['a batch', [HELLO, HELLO], 'Batched operations are not supported. Send one operation per request.'],
    ['no query', {}, ''],
    ['a query that is no string', { query: 7 }, ''],
    ['an operation name that is no string', { ...HELLO, operationName: 7 }, ''],
    ['variables that are no object', { ...HELLO, variables: 'x' }, ''],
    ['extensions that are no object', { ...HELLO, extensions: [] }, ''],
  ])('is 400 in either type for a body that is not a GraphQL request: %s', async (_what, body, message) => {
    for (const accept of ['application/json', RESPONSE_JSON]) {
      const answer = await answerOf(await post(server.graphqlUrl, body, { accept }))
      expect(answer.status).toBe(400)
      expect(answer.body.errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT' })
      if (message) expect(answer.body.errors?.[0]?.message).toBe(message)
    }
  })

  test('is 200 if it was executed, even with errors', async () => {
    const answer = await answerOf(
      await post(server.graphqlUrl, { query: '{ hello broken }' }, { accept: RESPONSE_JSON }),
    )
    expect(answer.status).toBe(200)
    expect(answer.body.data).toEqual({ hello: 'hello you', broken: null })
  })
})

describe('a request that another site’s form could send', () => {
  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/graphql',
    'application/json; charset=iso-8859-1',
    undefined,
  ])('is refused with 415 and not executed: %s', async contentType => {
    const before = calls
    const body = new Blob([JSON.stringify({ query: 'mutation { count }' })])
    const response = await post(server.graphqlUrl, '', { 'content-type': contentType }, { body })
    expect(response.status).toBe(415)
    expect(calls).toBe(before)
  })

  test('a compressed body is refused with 415', async () => {
    const response = await post(server.graphqlUrl, HELLO, { 'content-encoding': 'gzip' })
    expect(response.status).toBe(415)
  })

  test.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    'JSON is accepted: %s',
    async contentType => {
      expect((await post(server.graphqlUrl, HELLO, { 'content-type': contentType })).status).toBe(200)
    },
  )
})

describe('the body’s limit', () => {
  const MEBIBYTE = 1024 * 1024
  const bodyOf = (bytes: number) => {
    const empty = JSON.stringify({ ...HELLO, extensions: { filler: '' } })
    return empty.replace('""', `"${'x'.repeat(bytes - empty.length)}"`)
  }

  test('accepts 1 MiB', async () => {
    expect((await post(server.graphqlUrl, bodyOf(MEBIBYTE))).status).toBe(200)
  })

  test('refuses one byte more with 413', async () => {
    const response = await post(server.graphqlUrl, bodyOf(MEBIBYTE + 1))
    expect(response.status).toBe(413)
    expect(response.headers.get('connection')).toBe('close')
    expect(await response.json()).toEqual({
      errors: [
        {
          message: 'The body is larger than the maximum of 1048576 bytes. Send a smaller request.',
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
    })
  })

  test('refuses more with 413 if the length was not announced', async () => {
    const chunks = new ReadableStream({
      start(controller) {
        for (let sent = 0; sent <= MEBIBYTE; sent += 65_536) controller.enqueue(new Uint8Array(65_536))
        controller.close()
      },
    })
    const init = { body: chunks, duplex: 'half' } as RequestInit
    const response = await post(server.graphqlUrl, '', {}, init)
    expect(response.status).toBe(413)
  })
})

describe('another site’s page', () => {
  const preflight = async (asked?: string) => {
    const headers = asked === undefined ? {} : { 'access-control-request-headers': asked }
    const response = await fetch(server.graphqlUrl, { method: 'OPTIONS', headers })
    expect(response.status).toBe(204)
    return response.headers.get('access-control-allow-headers')
  }

  test('may send the headers that its preflight names, with those that browsers’ tools add', async () => {
    const asked =
      'authorization,content-type,traceparent,tracestate,baggage,sentry-trace,apollographql-client-name,' +
      'apollographql-client-version,apollo-require-preflight,last-event-id,cache-control'
    expect(await preflight(asked)).toBe(asked.replaceAll(',', ', '))
    expect(await preflight()).toBe('authorization, content-type, x-request-id, last-event-id')
  })

  test('gets no invalid header name, none that is too long, and at most 64', async () => {
    expect(await preflight('x-good, bad name, b\u00e4d, x(, ,*x-better')).toBe('x-good, *x-better')
    expect(await preflight(`${'a'.repeat(128)},${'b'.repeat(129)}`)).toBe('a'.repeat(128))
    const many = Array.from({ length: 65 }, (_, index) => `x-${index}`)
    expect(await preflight(many.join(','))).toBe(many.slice(0, 64).join(', '))
  })

  test('can read the response, even if its method is refused', async () => {
    const answered = await post(server.graphqlUrl, HELLO)
    expect(answered.headers.get('access-control-allow-credentials')).toBe(null)
    const refused = await fetch(server.graphqlUrl, { method: 'PUT' })
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, POST, OPTIONS'])
    for (const { headers } of [answered, refused, await post(server.graphqlUrl, HELLO, { authorization: undefined })]) {
      expect(headers.get('access-control-allow-origin')).toBe('*')
      expect(headers.get('access-control-expose-headers')).toBe(
        'x-request-id, retry-after, ratelimit, ratelimit-policy',
      )
    }
  })

  test('cannot read GraphiQL’s page, which holds the sandbox’s key', async () => {
    const page = await fetch(server.graphqlUrl, { headers: { accept: 'text/html' } })
    expect([page.status, page.headers.get('access-control-allow-origin')]).toEqual([200, null])
  })
})

test('returns the request id: the caller’s if it is well formed, else a new one', async () => {
  const given = await post(server.graphqlUrl, HELLO, { 'x-request-id': 'order-4711/7' })
  expect(given.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  const kept = await post(server.graphqlUrl, HELLO, { 'x-request-id': 'order-4711.7' })
  expect(kept.headers.get('x-request-id')).toBe('order-4711.7')
})

test('counts operations by kind and outcome', async () => {
  server.metrics.operations.reset()
  await post(server.graphqlUrl, HELLO)
  await post(server.graphqlUrl, { query: 'mutation { count }' })
  await post(server.graphqlUrl, { query: '{ broken }' })
  await post(server.graphqlUrl, { query: '{ nothing }' })
  const { values } = await server.metrics.operations.get()
  expect(values.map(({ labels, value }) => [labels.kind, labels.outcome, value])).toEqual([
    ['query', 'ok', 1],
    ['mutation', 'ok', 1],
    ['query', 'errors', 1],
    ['query', 'refused', 1],
  ])
})
