import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from '../http/support/socket.ts'
import { createTestDatabase, type TestDatabase } from '../support/database/database.ts'
import { reservePort } from '../support/programs/ports.ts'
import { type GatewayProcess, makeFolder, runGateway } from './support/gateway-process.ts'

/** Values that must never leave the process in its log. Each occurs only where a test put it. */
const canaries = {
  key: 'sk_test_canarykey0001',
  unknownKey: 'sk_test_canarykey0002',
  providerKey: 'canary-provider-key',
  webhookSecret: 'canary-webhook-secret',
  name: 'Canaria Gonzalez',
  email: 'canary@example.com',
  phone: '+491701234567',
  taxId: 'CANARY-TAX-77',
  street: 'Canarystrasse 5',
  variable: 'canary-variable',
  webhookBody: 'canary-webhook-body',
  redisPassword: 'canary-redis-password',
}

let database: TestDatabase
let folder: Awaited<ReturnType<typeof makeFolder>>
let gateway: GatewayProcess

beforeAll(async () => {
  database = await createTestDatabase()
  folder = await makeFolder()
  gateway = await runGateway({
    PORT: String(await reservePort()),
    DATABASE_URL: database.url,
    DATA_DIR: folder.path,
    LOG_LEVEL: 'trace',
    // Nothing listens there either.
    REDIS_URL: `redis://canary:${canaries.redisPassword}@127.0.0.1:9`,
    SANDBOX: 'on',
    SANDBOX_API_KEY: canaries.key,
    // Nothing listens there: every call to the provider fails, and the failures are logged.
    PPRO_BASE_URL: 'http://127.0.0.1:9',
    PPRO_API_KEY: canaries.providerKey,
    PPRO_MERCHANT_ID: 'merch_canary',
    PPRO_WEBHOOK_SECRET: canaries.webhookSecret,
  })
})
afterAll(async () => {
  await gateway.stop()
  await folder.remove()
  await database.drop()
})

const post = async (query: string, variables: unknown, key = canaries.key) => {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  return (await response.json()) as { data?: Record<string, { consumer?: { id: string } }> }
}

test('a run’s log, at its most verbose level, holds no key, secret or personal data', async () => {
  const consumer = {
    name: canaries.name,
    email: canaries.email,
    phone: canaries.phone,
    taxId: canaries.taxId,
    billingAddress: { street: canaries.street, city: 'Berlin' },
    country: 'US',
  }
  const create = `mutation ($input: ConsumerCreateInput!) { consumerCreate(input: $input) { ... on ConsumerCreatePayload { consumer { id email } } } }`
  const created = await post(create, { input: { idempotencyKey: 'canary-1', ...consumer } })
  const consumerId = created.data?.['consumerCreate']?.consumer?.id
  expect(consumerId).toMatch(/^con_/)
  await post(`mutation ($input: AgreementCreateInput!) { agreementCreate(input: $input) { __typename } }`, {
    input: {
      idempotencyKey: 'canary-2',
      provider: 'PPRO',
      paymentMethod: 'AMAZON_PAY',
      consumerId,
      returnUrl: `https://example.com/${canaries.variable}`,
      initialCharge: { amount: { value: '1000', currency: 'USD' } },
    },
  })
  await post(create, { input: { idempotencyKey: 'canary-3', ...consumer, country: canaries.variable } })
  await post(`{ consumers(filter: { email: "${canaries.email}" }) { nodes { id } } }`, {})
  await post('{ viewer { mode } }', {}, canaries.unknownKey)
  await fetch(`${gateway.url}/webhooks/ppro`, {
    method: 'POST',
    headers: { 'webhook-signature': canaries.webhookBody, authorization: canaries.webhookBody },
    body: JSON.stringify({ consumer, note: canaries.webhookBody }),
  })
  const socket = await connect(gateway.url.replace('http', 'ws').concat('/graphql'), canaries.key)
  socket.send({
    type: 'subscribe',
    id: '1',
    payload: { query: `subscription { events(after: "${canaries.variable}") { id } }` },
  })
  await socket.next()
  await socket.close()
  // A connection that is lost under a running query: errors of PostgreSQL quote the values that they met.
  await database.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  )
  await post(create, { input: { idempotencyKey: 'canary-4', ...consumer } })
  await gateway.stop()
  while (!gateway.output().includes('"level"')) await delay(10)
  const said = gateway.output()
  expect(said.split('\n').length).toBeGreaterThan(3)
  for (const [what, canary] of Object.entries(canaries)) expect([what, said.includes(canary)]).toEqual([what, false])
})
