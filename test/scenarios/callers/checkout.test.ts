import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, createClient } from '../../../src/client/index.ts'
import { readEvents } from '../../http/support/event-stream.ts'
import { post } from '../../http/support/small-server.ts'
import { charge, givenActiveAgreement, givenPendingAgreement, key } from '../../support/world/story.ts'
import { type Backend, type Json, openBackend } from '../support/backend.ts'
import { type Gateway, startGateway } from '../support/gateway.ts'

let gateway: Gateway
let backend: Backend
beforeAll(async () => {
  gateway = await startGateway()
  backend = await openBackend(gateway)
})
afterAll(() => gateway.close())

const create: Backend['create'] = (...asked) => backend.create(...asked)

describe('a checkout in a browser that has only a client token', () => {
  let browser: Client
  afterAll(() => browser?.close())

  test('sees what the consumer has to do, and each change live, until it is paid', async () => {
    const amount = { value: 1_000n, currency: 'USD' }
    const agreement = await givenPendingAgreement(gateway, { initialCharge: { amount } })
    const stranger = await givenActiveAgreement(gateway)
    const tokens: string[] = []
    const authorization = async () => {
      const { token } = await create({ agreementId: agreement.id })
      tokens.push(token)
      return token as string
    }
    browser = createClient({ url: gateway.graphqlUrl, authorization })
    const shown = await browser.request<Json>(
      `query ($id: ID!) { viewer { kind agreement { id } } agreement(id: $id) { status eventCursor
         authenticationMethods { type requestUrl requestMethod } initialCharge { id amount { decimal currency } status } } }`,
      { id: agreement.id },
    )
    expect(shown.viewer).toEqual({ kind: 'CLIENT', agreement: { id: agreement.id } })
    const [method] = shown.agreement.authenticationMethods
    expect(method).toMatchObject({ type: 'REDIRECT', requestMethod: 'GET' })
    expect(shown.agreement).toMatchObject({
      status: 'AUTHENTICATION_PENDING',
      initialCharge: { amount: { decimal: '10.00', currency: 'USD' } },
    })
    const agreements = browser.watch<Json>(
      'subscription ($after: EventCursor) { agreementStatusChanged(after: $after) { eventCursor status agreement { id } } }',
      { after: shown.agreement.eventCursor },
    )
    const charges = browser.watch<Json>(
      `subscription ($id: ID!, $after: EventCursor) { chargeStatusChanged(agreementId: $id, after: $after) {
         eventCursor status terminal charge { id status metadata providerReference failure { code } } } }`,
      { id: agreement.id, after: shown.agreement.eventCursor } as never,
    )
    // Somebody else is charged meanwhile: none of it reaches this browser.
    const foreign = await charge(gateway, stranger.id, 500n)
    await fetch(method.requestUrl, {
      method: 'POST',
      body: new URLSearchParams({ decision: 'approve' }),
      redirect: 'manual',
    })
    await gateway.work()
    const seen: Json[] = []
    for await (const event of charges) {
      seen.push(event)
      if (event.terminal) break
    }
    expect(seen.at(-1)).toMatchObject({
      status: 'CAPTURED',
      charge: { id: shown.agreement.initialCharge.id, status: 'CAPTURED', metadata: null, providerReference: null },
    })
    expect(seen.map(event => event.charge.id)).not.toContain(foreign.id)
    const statuses: string[] = []
    for await (const event of agreements) {
      expect(event.agreement.id).toBe(agreement.id)
      statuses.push(event.status)
      if (event.status === 'ACTIVE') break
    }
    expect(statuses.at(-1)).toBe('ACTIVE')
    const after = await browser.request<Json>(
      'query ($id: ID!) { agreement(id: $id) { status instrument { type } consumer { name } charges { nodes { status } } } }',
      { id: agreement.id },
    )
    expect(after.agreement).toEqual({
      status: 'ACTIVE',
      instrument: { type: 'AMAZON_PAY' },
      consumer: { name: 'John Smith' },
      charges: { nodes: [{ status: 'CAPTURED' }] },
    })
    await expect(
      browser.request('mutation ($input: ChargeCreateInput!) { chargeCreate(input: $input) { __typename } }', {
        input: { idempotencyKey: key(), agreementId: agreement.id, amount: { value: 1, currency: 'USD' } },
      }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  test('goes on by cursor over server-sent events with the next token, and misses nothing', async () => {
    const { id: agreementId } = await givenActiveAgreement(gateway)
    const { id: foreignId } = await givenActiveAgreement(gateway)
    const query = 'subscription { chargeStatusChanged { status charge { id } } }'
    const stream = async (lastEventId?: string) => {
      const { token } = await create({ agreementId, expiresInSeconds: 60 })
      const response = await post(
        gateway.graphqlUrl,
        { query },
        { authorization: `Bearer ${token}`, accept: 'text/event-stream', 'last-event-id': lastEventId },
      )
      return readEvents(response)
    }
    const first = await stream()
    const paid = await charge(gateway, agreementId, 1_000n)
    const event = await first.next()
    expect(event?.data).toMatchObject({ data: { chargeStatusChanged: { charge: { id: paid.id } } } })
    gateway.pass(61_000)
    for (;;) {
      const next = await first.next()
      if (next === undefined || next.event === 'complete') break
    }
    await charge(gateway, foreignId, 500n)
    const second = await charge(gateway, agreementId, 2_000n)
    const resumed = await stream(event?.id)
    const ids: string[] = []
    while (!ids.includes(second.id)) {
      const next = (await resumed.next()) as Json
      ids.push(next.data.data.chargeStatusChanged.charge.id)
    }
    expect([...new Set(ids)].filter(id => id !== paid.id)).toEqual([second.id])
  })
})
