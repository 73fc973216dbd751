import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  createHookWorld,
  type HookWorld,
  type Receiver,
  startReceiver,
} from '../../operations/webhook-endpoint/support.ts'
import { key } from '../../support/world/story.ts'
import { ask } from '../support/world-graph.ts'

let world: HookWorld
let receiver: Receiver
beforeAll(async () => {
  world = await createHookWorld()
  receiver = await startReceiver()
})
afterAll(async () => {
  await receiver.close()
  await world.close()
})

const ENDPOINT = 'id url description eventTypes ordered status disabledReason failingSince secretOverlapUntil'
const ISSUES = '... on InvalidInput { issues { path code message } }'
/** Mutations whose input can be invalid. */
const CHECKED = ['webhookEndpointCreate', 'webhookReplay']

/** Runs a mutation with an input, and returns its result. */
async function change(name: string, payload: string, input: object, as = world.caller) {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
  const source = `mutation ($input: ${type}Input!) { ${name}(input: $input) { ... on ${type}Payload { ${payload} } ${CHECKED.includes(name) ? ISSUES : ''} ... on UserError { code } } }`
  return (await ask(world, source, { input }, as))[name]
}

const create = (given: object = {}) => {
  const input = { idempotencyKey: key(), url: receiver.url, ...given }
  return change('webhookEndpointCreate', `secret replayed webhookEndpoint { ${ENDPOINT} }`, input)
}

test('an endpoint is created once for a key; its secret is shown once, and not in clear in the database', async () => {
  const given = { idempotencyKey: key(), description: 'Orders', eventTypes: ['charge.*', 'charge.*'], ordered: true }
  const { secret, ...made } = await create(given)
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  const endpoint = {
    ...{ id: expect.stringMatching(/^whe_/), url: receiver.url, description: 'Orders', eventTypes: ['charge.*'] },
    ...{ ordered: true, status: 'ENABLED', disabledReason: null, failingSince: null, secretOverlapUntil: null },
  }
  expect(made).toEqual({ replayed: false, webhookEndpoint: endpoint })
  expect(await create(given)).toEqual({ secret: null, replayed: true, webhookEndpoint: made.webhookEndpoint })
  expect((await create({ ...given, ordered: false })).code).toBe('IDEMPOTENCY_CONFLICT')
  const { rows } = await world.database.pool.query('SELECT * FROM webhook_endpoints')
  expect(rows).toHaveLength(1)
  const shown = JSON.stringify(rows, (_name, value) => (typeof value === 'bigint' ? String(value) : value))
  expect(shown + rows[0].encrypted_secrets.toString('latin1')).not.toContain(secret.slice(6, 30))
})

test('every fault of an input is named, and nothing is written', async () => {
  const before = await world.database.pool.query('SELECT count(*) FROM webhook_endpoints')
  const refused = await create({
    url: 'https://169.254.169.254/',
    description: ' ',
    eventTypes: ['charge.made', 'refund.*'],
  })
  expect(refused).toMatchObject({
    code: 'INVALID_INPUT',
    issues: [
      { path: ['url'], code: 'FORMAT', message: 'Must be an address on the public internet.' },
      { path: ['description'], code: 'FORMAT' },
      { path: ['eventTypes', '0'], code: 'UNSUPPORTED' },
      { path: ['eventTypes', '1'], code: 'UNSUPPORTED' },
    ],
  })
  const live = { ...world.caller, tenant: { ...world.caller.tenant, mode: 'LIVE' } as const }
  const input = { idempotencyKey: key(), url: receiver.url }
  expect(await change('webhookEndpointCreate', 'secret', input, live)).toMatchObject({ issues: [{ path: ['url'] }] })
  expect((await world.database.pool.query('SELECT count(*) FROM webhook_endpoints')).rows).toEqual(before.rows)
})

test('it is changed, paused and resumed; what happened meanwhile comes, or is left out', async () => {
  const { webhookEndpoint } = await create()
  const webhookEndpointId = webhookEndpoint.id
  const updated = await change('webhookEndpointUpdate', `webhookEndpoint { ${ENDPOINT} }`, {
    ...{ webhookEndpointId, description: 'All', eventTypes: ['schedule.*'] },
  })
  expect(updated.webhookEndpoint).toEqual({ ...webhookEndpoint, description: 'All', eventTypes: ['schedule.*'] })
  const status = 'webhookEndpoint { status }'
  const pause = () => change('webhookEndpointPause', status, { webhookEndpointId })
  const resume = (given = {}) => change('webhookEndpointResume', status, { webhookEndpointId, ...given })
  expect([await pause(), await pause()].map(({ webhookEndpoint: of }) => of.status)).toEqual(['PAUSED', 'PAUSED'])
  receiver.received.length = 0
  const [missed] = await world.happen({ type: 'schedule.paused' })
  await world.work()
  expect(receiver.received.filter(({ body }) => body.includes('schedule.paused'))).toEqual([])
  expect((await resume()).webhookEndpoint.status).toBe('ENABLED')
  await world.work()
  expect(receiver.received.map(({ id }) => id)).toContain(missed)
  await pause()
  const [skipped] = await world.happen({ type: 'schedule.resumed' })
  await resume({ skipMissed: true })
  await world.work()
  expect(receiver.received.map(({ id }) => id)).not.toContain(skipped)
})

test('a test message is shown as it is sent; a dry run sends nothing', async () => {
  const { webhookEndpoint, secret } = await create()
  const input = { webhookEndpointId: webhookEndpoint.id }
  const payload = 'request { url headers { name value } body } result { httpStatus error response }'
  receiver.received.length = 0
  const dry = await change('webhookEndpointTest', payload, { ...input, dryRun: true })
  expect([dry.result, receiver.received]).toEqual([null, []])
  const headers = Object.fromEntries(
    dry.request.headers.map(({ name, value }: Record<string, string>) => [name, value]),
  )
  expect(new Webhook(secret).verify(dry.request.body, headers)).toMatchObject({ type: 'webhook.test' })
  const sent = await change('webhookEndpointTest', payload, input)
  expect(sent.result).toEqual({ httpStatus: 204, error: null, response: '' })
  expect(receiver.received.map(({ body }) => body)).toEqual([sent.request.body])
})

test('events are replayed by id, by time and after a cursor; what waits is not added twice', async () => {
  const { webhookEndpoint } = await create()
  const webhookEndpointId = webhookEndpoint.id
  world.pass(3_600_000)
  const from = world.deps.clock.now().toISOString()
  const [first = '', second = ''] = await world.happen({}, {})
  await world.work()
  const replay = async (given: object) =>
    (await change('webhookReplay', 'added more eventCursor', { webhookEndpointId, ...given })) as Record<
      string,
      unknown
    >
  expect(await replay({ eventIds: [first] })).toMatchObject({ added: 1, more: false })
  expect(await replay({ eventIds: [first, second] })).toMatchObject({ added: 1 })
  await world.work()
  expect(await replay({ from, onlyUndelivered: true })).toMatchObject({ added: 0 })
  expect(await replay({ from })).toMatchObject({ added: 2 })
  await world.work()
  const { events } = await ask(world, 'query ($id: ID!) { node(id: $id) { ... on LogEvent { eventCursor } } }', {
    id: first,
  }).then(({ node }) => ({ events: node }))
  expect(await replay({ after: events.eventCursor })).toMatchObject({ added: 1 })
  expect(await replay({ from, to: from })).toMatchObject({ added: 0 })
  expect(await replay({})).toMatchObject({ code: 'INVALID_INPUT', issues: [{ code: 'REQUIRED' }] })
  expect(await replay({ eventIds: ['evt_none'] })).toMatchObject({ code: 'NOT_FOUND' })
  const filter = { webhookEndpointId, eventId: first, state: ['SUCCEEDED'] }
  const query = `query ($filter: WebhookDeliveryFilter) { webhookDeliveries(filter: $filter) {
    nodes { id eventType replayed state endpoint { id } event { id } tries { httpStatus error } } } }`
  const { nodes } = (await ask(world, query, { filter })).webhookDeliveries
  const delivered = { eventType: 'charge.capture_requested', state: 'SUCCEEDED', endpoint: { id: webhookEndpointId } }
  const common = {
    ...delivered,
    id: expect.any(String),
    event: { id: first },
    tries: [{ httpStatus: 204, error: null }],
  }
  expect(nodes).toEqual([true, true, false].map(replayed => ({ ...common, replayed })))
  const retried = await change('webhookDeliveryRetry', 'webhookDelivery { state }', { webhookDeliveryId: nodes[0].id })
  expect(retried).toEqual({ webhookDelivery: { state: 'PENDING' } })
})

test('another merchant and the other mode find nothing; a deleted endpoint is gone with all that was its', async () => {
  const { webhookEndpoint } = await create()
  const input = { webhookEndpointId: webhookEndpoint.id }
  await world.happen({})
  await world.work()
  const live = { ...world.caller, tenant: { ...world.caller.tenant, mode: 'LIVE' } as const }
  for (const caller of [await world.stranger(), live]) {
    for (const name of ['Pause', 'Resume', 'RotateSecret', 'Test', 'Update'].map(verb => `webhookEndpoint${verb}`))
      expect([name, await change(name, '__typename', input, caller)]).toMatchObject([name, { code: 'NOT_FOUND' }])
    expect(await change('webhookEndpointDelete', '__typename', input, caller)).toMatchObject({ code: 'NOT_FOUND' })
    const lists = '{ webhookEndpoints { nodes { id } } webhookDeliveries { nodes { id } } }'
    expect(await ask(world, lists, {}, caller)).toEqual({
      webhookEndpoints: { nodes: [] },
      webhookDeliveries: { nodes: [] },
    })
  }
  const deleted = await change('webhookEndpointDelete', 'webhookEndpointId', input)
  expect(deleted).toEqual({ webhookEndpointId: webhookEndpoint.id })
  const left = 'SELECT count(*)::int AS left FROM webhook_deliveries WHERE endpoint_id = $1'
  expect((await world.database.pool.query(left, [webhookEndpoint.id])).rows).toEqual([{ left: 0 }])
  expect(await change('webhookEndpointDelete', '__typename', input)).toMatchObject({ code: 'NOT_FOUND' })
})

test('there are at most twenty', async () => {
  const made = await Promise.all(Array.from({ length: 20 }, () => create()))
  const refused = made.filter(({ code }) => code === 'INVALID_STATE')
  const { rows } = await world.database.pool.query('SELECT count(*)::int AS endpoints FROM webhook_endpoints')
  expect([rows[0].endpoints, refused.length > 0]).toEqual([20, true])
})
