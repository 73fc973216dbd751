import { afterEach, describe, expect, test } from 'vitest'
import { createApsProvider } from '../../../src/providers/aps/provider.ts'
import {
  apsConfig,
  cardAgreement,
  cardCharge,
  FORT_ID,
  providerRequest,
  REQUEST_ID,
  signedByAps,
} from '../support/aps.ts'
import { requestOf } from '../support/commands.ts'
import { keepingLog } from '../support/log.ts'
import { httpAnswer, type RawRequest, startRawServer } from '../support/raw-server.ts'

const cleanups: Array<() => Promise<void>> = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function against(
  answer: (request: RawRequest) => void,
  options: Omit<Parameters<typeof createApsProvider>[1], 'log'> = {},
) {
  const server = await startRawServer(answer)
  const { log, lines } = keepingLog()
  const provider = createApsProvider({ ...apsConfig, apiUrl: `${server.url}/FortAPI/paymentApi` }, { log, ...options })
  cleanups.push(
    () => server.close(),
    () => provider.close(),
  )
  const request = requestOf(provider.prepare({ ...cardCharge, ...providerRequest }))
  const send = (deadlineMs = 5_000) => provider.send(request, { deadlineMs })
  const ask = () =>
    provider.queryStatus({ about: 'charge', providerReference: null, sentReference: REQUEST_ID }, { deadlineMs: 5_000 })
  return { server, provider, lines, request, send, ask }
}

const bodyOf = (request: RawRequest) => request.text.split('\r\n\r\n')[1] ?? ''

/** Echoes the sent request, as APS does, with this answer in it. */
function echo(fields: Record<string, string>) {
  return (request: RawRequest) => {
    const { signature: _, ...sent } = JSON.parse(bodyOf(request))
    void request.socket.write(httpAnswer(200, JSON.stringify(signedByAps({ ...sent, ...fields }))))
  }
}
const paid = { response_code: '14000', status: '14', fort_id: FORT_ID }
const absent = { response_code: '12036', status: '12' }

test('requests and status queries go to the one endpoint, as the stored bytes, with no credentials in any header', async () => {
  const { server, request, send, ask } = await against(echo(paid))
  await send()
  await ask()
  const [post, question] = server.requests
  expect(post?.text).toMatch(/^POST \/FortAPI\/paymentApi HTTP\/1\.1\r\n/)
  expect(bodyOf(post as RawRequest)).toBe(request.body)
  const head = post?.text.split('\r\n\r\n')[0]?.toLowerCase() ?? ''
  expect(head).toContain('content-type: application/json')
  expect(head).not.toContain('access1')
  expect(question?.text).toMatch(/^POST \/FortAPI\/paymentApi HTTP\/1\.1\r\n/)
  expect(JSON.parse(bodyOf(question as RawRequest))).toMatchObject({ query_command: 'CHECK_STATUS' })
})

test('a whole flow: paid, and absent', async () => {
  const { send } = await against(echo(paid))
  expect(await send()).toMatchObject({ outcome: 'approved', call: { httpStatus: 200, summary: '200, 14000 approved' } })
  const { ask, lines } = await against(echo(absent))
  expect(await ask()).toMatchObject({ found: 'absent' })
  expect(lines).toEqual([])
})

describe('the circuit', () => {
  const circuit = { consecutiveFailures: 2, openMs: 60_000 }

  test.each<[string, (request: RawRequest) => void]>([
    ['cuts', ({ socket }) => void socket.destroy()],
    ['500', ({ socket }) => void socket.write(httpAnswer(500, '{}'))],
  ])('%s open it: then nothing is sent', async (_name, answer) => {
    const { server, provider, send, ask } = await against(answer, { circuit })
    for (const _ of [1, 2]) expect(await send()).toMatchObject({ outcome: 'unknown', queryStatusNow: false })
    expect(provider.health()).toMatchObject({ circuit: 'OPEN', successRate: 0 })
    expect(await send()).toMatchObject({ outcome: 'notSent', call: { summary: 'not sent: circuit open' } })
    expect(await ask()).toMatchObject({ found: 'unknown', call: { summary: 'circuit open' } })
    expect(server.requests).toHaveLength(2)
  })

  test('a decline does not open it: APS works', async () => {
    const { provider, send } = await against(echo({ response_code: '13666', status: '13' }), { circuit })
    for (const _ of [1, 2, 3]) expect(await send()).toMatchObject({ outcome: 'declined' })
    expect(provider.health()).toMatchObject({ circuit: 'CLOSED', successRate: 1 })
  })
})

test('a 429 was not accepted, and may be sent again after a moment', async () => {
  const { send } = await against(({ socket }) => void socket.write(httpAnswer(429, '{}')))
  expect(await send()).toMatchObject({ outcome: 'notSent', retryAfterMs: 200, call: { httpStatus: 429 } })
})

test('a timeout is unknown', async () => {
  const { send } = await against(() => undefined)
  // Milliseconds that pass before the call is made are part of the deadline.
  const summary = expect.stringMatching(/^timeout after (\d|[12]\d|30) ms$/)
  expect(await send(30)).toMatchObject({ outcome: 'unknown', call: { summary } })
})

test('a rejected response is logged with our reference only', async () => {
  const { lines, send, ask } = await against(({ socket }) => void socket.write(httpAnswer(200, '{"a":"canary"}')))
  expect(await send()).toMatchObject({ outcome: 'unknown' })
  expect(await ask()).toMatchObject({ found: 'unknown' })
  const message = 'answer not believed: no signature'
  expect(lines).toEqual([
    {
      level: 'warn',
      fields: { provider: 'APS', verb: 'createCharge', providerRequest: providerRequest.providerKey },
      message,
    },
    { level: 'warn', fields: { provider: 'APS', statusQuery: 'charge', providerReference: undefined }, message },
  ])
})

test('a stored request that cannot be read is an outcome, not an exception', async () => {
  const { provider, request, lines } = await against(({ socket }) => void socket.write(httpAnswer(200, '{}')))
  expect(await provider.send({ ...request, body: 'no JSON' }, { deadlineMs: 1_000 })).toMatchObject({
    outcome: 'unknown',
    queryStatusNow: false,
  })
  expect(lines).toMatchObject([{ level: 'error', message: 'defect in the adapter' }])
})

test('a forged notification is refused without a log line; a genuine but unexpected one is logged', async () => {
  const { provider, lines } = await against(echo(paid))
  const receive = (body: object) =>
    provider.receive({ headers: {}, rawBody: Buffer.from(JSON.stringify(body)), receivedAt: new Date(0) })
  expect(receive({ command: 'PURCHASE', signature: 'x' }).verdict).toBe('forged')
  expect(lines).toEqual([])
  const strange = receive(
    signedByAps({
      access_code: 'access1',
      merchant_identifier: 'merchant1',
      command: 'PURCHASE',
      merchant_reference: REQUEST_ID,
      response_code: '13999',
      status: '13',
    }),
  )
  expect(lines).toEqual([
    {
      level: 'warn',
      fields: { provider: 'APS', webhook: 'notice' in strange ? strange.notice.eventId : undefined },
      message: 'unmapped message code 13999',
    },
  ])
})

test('no secret, no token and no data of the consumer is in any record, failure or log line', async () => {
  const secrets = /canary|0123456789abcdef|phrase|203\.0\.113\.9|access1|400555/i
  const quoting = (status: number) => (request: RawRequest) => {
    const { signature: _, ...sent } = JSON.parse(bodyOf(request))
    const quoted = Object.values(sent).join(' ')
    const fields = { ...sent, card_holder_name: 'Canary', card_number: '400555******0001' }
    const message = signedByAps({
      ...fields,
      response_code: '13666',
      status: '13',
      response_message: `Declined: ${sent.customer_email} ${sent.customer_name} ${sent.token_name} ${sent.customer_ip} Canary 400555******0001`,
      transaction_message: quoted,
      acquirer_response_code: 'NEW',
    })
    void request.socket.write(httpAnswer(status, JSON.stringify(message)))
  }
  const cut = ({ socket, text }: RawRequest) =>
    void socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n${text}`)
  const differing = (request: RawRequest) =>
    echo({ ...paid, token_name: 'canary-token', agreement_id: 'canary' })(request)
  const statuses = [200, 400, 401, 403, 404, 409, 429, 500]
  for (const answer of [...statuses.map(quoting), cut, differing]) {
    const { provider, lines, ask } = await against(answer)
    const consumer = { ...cardAgreement.consumer, phone: '+971canary' }
    const sent = await provider.send(requestOf(provider.prepare({ ...cardAgreement, consumer, ...providerRequest })), {
      deadlineMs: 5_000,
    })
    const texts = JSON.stringify([sent, await ask(), lines], (_key, value) =>
      typeof value === 'bigint' ? value.toString() : value,
    )
    // The instrument's last digits may be shown; none of these may.
    expect(texts).not.toMatch(secrets)
  }
})
