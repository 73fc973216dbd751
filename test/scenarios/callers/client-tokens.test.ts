import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Caller } from '../../../src/operations/command/caller.ts'
import { consumerErase } from '../../../src/operations/consumer/erase.ts'
import { readEvents } from '../../http/support/event-stream.ts'
import { post } from '../../http/support/small-server.ts'
import { connect } from '../../http/support/socket.ts'
import { untilReadable } from '../../support/database/log-events.ts'
import { until } from '../../support/until.ts'
import { charge, givenActiveAgreement, givenConsumer, mustSucceed } from '../../support/world/story.ts'
import { type Backend, CLIENT_TOKEN_CREATE, type Json, openBackend } from '../support/backend.ts'
import { type Gateway, startGateway } from '../support/gateway.ts'

let gateway: Gateway
let backend: Backend
beforeAll(async () => {
  gateway = await startGateway()
  backend = await openBackend(gateway)
})
afterAll(() => gateway.close())

const ask: Backend['ask'] = (...asked) => backend.ask(...asked)
const create: Backend['create'] = (...asked) => backend.create(...asked)
const kept = async () => Number((await gateway.database.pool.query('SELECT count(*) FROM client_tokens')).rows[0].count)
const code = ({ errors }: Json) => errors[0].extensions.code
const statusOf = (id: string) => ['query ($id: ID!) { charge(id: $id) { id status } }', { id }] as const
/** Revocations and expiries count within a second; a busy machine has 20. */
const within = async <T>(work: Promise<T>): Promise<T> => {
  const startedMs = performance.now()
  const done = await work
  expect(performance.now() - startedMs).toBeLessThan(20_000)
  return done
}

describe('clientTokenCreate', () => {
  test('lists every issue and keeps nothing', async () => {
    const before = await kept()
    expect(await create({ expiresInSeconds: 59 })).toEqual({
      __typename: 'InvalidInput',
      code: 'INVALID_INPUT',
      message: 'At least one of consumerId, agreementId and chargeId must be set. There is 1 more issue.',
      issues: [
        { path: [], code: 'REQUIRED', message: 'At least one of consumerId, agreementId and chargeId must be set.' },
        { path: ['expiresInSeconds'], code: 'RANGE', message: 'Must be from 60 to 3600.' },
      ],
    })
    expect(await create({ consumerId: null, expiresInSeconds: 3_601 })).toMatchObject({ issues: [{}, {}] })
    expect(await kept()).toBe(before)
  })

  test('an unknown, a foreign and a malformed id look the same', async () => {
    const own = await givenConsumer(gateway)
    const stranger = await gateway.stranger()
    const foreign = await givenConsumer({ ...gateway, caller: stranger })
    const before = await kept()
    for (const consumerId of [foreign.id, own.id.replace(/.$/, last => (last === '0' ? '1' : '0')), 'con_1', ''])
      expect(await create({ consumerId })).toMatchObject({
        __typename: 'NotFound',
        message: expect.stringMatching(/^There is no consumer with the id .* that you can access\. Check the id/s),
      })
    expect(await create({ consumerId: own.id, agreementId: own.id })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await create({ consumerId: own.id, chargeId: own.id })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await kept()).toBe(before)
  })

  test('for an erased consumer there is none, whichever object names them', async () => {
    const { id: agreementId, consumerId } = await givenActiveAgreement(gateway)
    const { id: chargeId } = await charge(gateway, agreementId, 1_000n)
    mustSucceed(await consumerErase(gateway.deps, gateway.caller, { consumerId }))
    const before = await kept()
    for (const named of [{ consumerId }, { agreementId }, { chargeId }])
      expect(await create(named)).toEqual({
        ...{ __typename: 'InvalidState', code: 'INVALID_STATE' },
        message: expect.stringMatching(
          /^The consumer’s personal data was erased at .*Z, and the consumer can no longer be used/,
        ),
      })
    expect(await kept()).toBe(before)
  })

  test('lasts 900 seconds unless said, and needs the scope charge', async () => {
    const { id: consumerId } = await givenConsumer(gateway)
    const lifetime = async (input: object) => {
      const startedAt = gateway.deps.clock.now().getTime()
      const { expiresAt } = await create({ consumerId, ...input })
      return Math.floor((Date.parse(expiresAt) - startedAt) / 5_000) * 5
    }
    expect(await lifetime({})).toBe(900)
    expect(await lifetime({ expiresInSeconds: 60 })).toBe(60)
    expect(await lifetime({ expiresInSeconds: 3_600 })).toBe(3_600)
    const before = await kept()
    const reader = await gateway.keyFor({ ...gateway.caller, scopes: ['read', 'manage'] })
    expect(code(await ask(reader, CLIENT_TOKEN_CREATE, { input: { consumerId } }))).toBe('FORBIDDEN')
    const { token } = await create({ consumerId })
    expect(code(await ask(token, CLIENT_TOKEN_CREATE, { input: { consumerId } }))).toBe('FORBIDDEN')
    expect(await kept()).toBe(before + 1)
  })
})

describe('a token ends', () => {
  const givenCharge = async () => {
    const made = await charge(gateway, (await givenActiveAgreement(gateway)).id, 1_000n)
    // Its own events are behind every stream that is opened now.
    await gateway.delivered()
    await gateway.webhooksProcessed()
    await untilReadable(gateway.database)
    return made
  }
  const subscribe = async (credential: string) => {
    const socket = await connect(gateway.graphqlUrl.replace('http', 'ws'), credential)
    const query = 'subscription { chargeStatusChanged { status } }'
    socket.send({ type: 'subscribe', id: '1', payload: { query } })
    const stream = await post(
      gateway.graphqlUrl,
      { query },
      { authorization: `Bearer ${credential}`, accept: 'text/event-stream' },
    )
    return { socket, events: readEvents(stream) }
  }
  const expectEnd = async (credential: string, { socket, events }: Awaited<ReturnType<typeof subscribe>>) => {
    expect((await within(socket.closed)).code).toBe(4403)
    expect(await within(events.next())).toMatchObject({
      data: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
    })
    expect(await events.next()).toEqual({ event: 'complete', data: undefined })
    await until('401', async () => (await ask(credential, '{ clock { now } }')).status === 401)
  }

  test('when it expires, by the clock that a sandbox can move', async () => {
    const { id } = await givenCharge()
    const { token } = await create({ chargeId: id, expiresInSeconds: 600 })
    expect((await ask(token, ...statusOf(id))).data.charge.id).toBe(id)
    const open = await subscribe(token)
    gateway.pass(601_000)
    await expectEnd(token, open)
  })

  test('when it is revoked', async () => {
    const { id } = await givenCharge()
    const { token, tokenId } = await create({ chargeId: id })
    const other = await create({ chargeId: id })
    const open = await subscribe(token)
    const revoke = (credential: string, of: string) =>
      ask(
        credential,
        `mutation ($id: ID!) { clientTokenRevoke(input: { tokenId: $id }) { ... on UserError { code }
           ... on ClientTokenRevokePayload { tokenId } } }`,
        { id: of },
      )
    const stranger = await gateway.keyFor({ ...(await gateway.stranger()), scopes: ['charge'] })
    expect((await revoke(stranger, tokenId)).data.clientTokenRevoke).toEqual({ code: 'NOT_FOUND' })
    for (const unknown of [id, 'ctk_1', ''])
      expect((await revoke(backend.key, unknown)).data.clientTokenRevoke).toEqual({ code: 'NOT_FOUND' })
    expect(code(await revoke(token, tokenId))).toBe('FORBIDDEN')
    for (const _again of [1, 2])
      expect((await revoke(backend.key, tokenId)).data.clientTokenRevoke).toEqual({ tokenId })
    await expectEnd(token, open)
    expect((await ask(other.token, ...statusOf(id))).status).toBe(200)
  })

  test('with the key that created it', async () => {
    const { id } = await givenCharge()
    const creator = await gateway.keyFor({ ...gateway.caller, scopes: ['charge'] })
    const { token } = await create({ chargeId: id }, creator)
    const other = await create({ chargeId: id })
    const open = await subscribe(token)
    await gateway.database.pool.query(
      'UPDATE api_keys SET revoked_at = now() WHERE id = (SELECT api_key_id FROM client_tokens ORDER BY id DESC OFFSET 1 LIMIT 1)',
    )
    await expectEnd(token, open)
    expect((await ask(other.token, ...statusOf(id))).status).toBe(200)
  })

  test('and is removed by a job after it has expired', async () => {
    const { sweepClientTokens } = await import('../../../src/store/access/client-tokens.ts')
    const { id } = await givenCharge()
    const { tokenId, expiresAt } = await create({ chargeId: id, expiresInSeconds: 60 })
    const rows = async () =>
      (await gateway.database.pool.query('SELECT id FROM client_tokens WHERE id = $1', [tokenId])).rowCount
    await sweepClientTokens(gateway.database, new Date(Date.parse(expiresAt) - 1), 1_000)
    expect(await rows()).toBe(1)
    expect(await sweepClientTokens(gateway.database, new Date(expiresAt), 1_000)).toBeGreaterThan(0)
    expect(await rows()).toBe(0)
  })
})

test('a key that is revoked, or loses a scope, does nothing more on an open socket', async () => {
  const { id: consumerId } = await givenConsumer(gateway)
  const scopes: Caller['scopes'] = ['read', 'charge']
  const credential = await gateway.keyFor({ ...gateway.caller, scopes })
  const socket = await connect(gateway.graphqlUrl.replace('http', 'ws'), credential)
  const send = (id: string) =>
    socket.send({
      type: 'subscribe',
      id,
      payload: { query: CLIENT_TOKEN_CREATE, variables: { input: { consumerId } } },
    })
  send('1')
  expect(await socket.next()).toMatchObject({
    payload: { data: { clientTokenCreate: { __typename: 'ClientTokenCreatePayload' } } },
  })
  const before = await kept()
  await gateway.database.pool.query(
    `UPDATE api_keys SET scopes = '{read}' WHERE id = (SELECT api_key_id FROM client_tokens ORDER BY id DESC LIMIT 1)`,
  )
  expect((await within(socket.closed)).code).toBe(4403)
  expect(code(await ask(credential, CLIENT_TOKEN_CREATE, { input: { consumerId } }))).toBe('FORBIDDEN')
  expect(await kept()).toBe(before)
})
