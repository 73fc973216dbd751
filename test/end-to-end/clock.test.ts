import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../../src/app/create-app.ts'
import { createLog } from '../../src/base/log/log.ts'
import { readConfig } from '../../src/config/read.ts'
import { backendScopes } from '../../src/domain/access/scopes.ts'
import { keepApiKey, newApiKey } from '../../src/operations/api-key/secret.ts'
import { ensureMerchant } from '../../src/store/merchant/merchants.ts'
import { createTestDatabase } from '../support/database/database.ts'
import { type Perennial, startPerennial } from '../support/programs/processes.ts'
import { until } from '../support/until.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

let perennial: Perennial
beforeAll(async () => {
  perennial = await startPerennial()
})
afterAll(() => perennial.cleanUp())

// biome-ignore lint/suspicious/noExplicitAny: answers are asserted on as the JSON they are
type Json = any

async function ask(
  query: string,
  variables: object = {},
  url = perennial.graphqlUrl,
  key = 'sk_test_sandbox',
): Promise<Json> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = (await response.json()) as Json
  if (errors) throw new Error(JSON.stringify(errors))
  return Object.values(data)[0]
}

const clockOf = (url?: string) => ask('{ clock { now simulated } }', {}, url)
const nowMs = async (url?: string) => Date.parse((await clockOf(url)).now)
const ADVANCE = `mutation ($to: DateTime!) { sandboxClockAdvance(input: { to: $to }) {
  __typename ... on UserError { code message } ... on InvalidState { status } ... on InvalidInput { issues { path code } }
  ... on SandboxClockAdvancePayload { clock { now simulated } occurrencesCharged eventCursor } } }`
const advanceTo = (toMs: number) => ask(ADVANCE, { to: new Date(toMs).toISOString() })
const control = (path: string, body?: object) =>
  fetch(`${perennial.sandboxUrl}/control/${path}`, body && { method: 'POST', body: JSON.stringify(body) }).then(
    answer => answer.json() as Json,
  )

async function givenAgreement(input: object): Promise<Json> {
  const consumer = { idempotencyKey: randomUUID(), country: 'US', name: 'John Smith', email: 'john@example.com' }
  const made = await ask(
    'mutation ($input: ConsumerCreateInput!) { consumerCreate(input: $input) { ... on ConsumerCreatePayload { consumer { id } } } }',
    { input: consumer },
  )
  const { agreement } = await ask(
    `mutation ($input: AgreementCreateInput!) { agreementCreate(input: $input) { ... on UserError { message }
       ... on AgreementCreatePayload { agreement { id authenticationMethods { requestUrl } } } } }`,
    {
      input: {
        ...{ idempotencyKey: randomUUID(), consumerId: made.consumer.id, returnUrl: 'https://shop.example/done' },
        ...{ provider: 'PPRO', paymentMethod: 'AMAZON_PAY', ...input },
      },
    },
  )
  return agreement
}

const approve = (agreement: Json) =>
  fetch(agreement.authenticationMethods[0].requestUrl, {
    method: 'POST',
    body: new URLSearchParams({ decision: 'approve' }),
    redirect: 'manual',
  })
const statusOf = async (id: string) =>
  (await ask('query ($id: ID!) { agreement(id: $id) { status } }', { id })).status as string
/** The source and time of its last status. */
const lastOf = async (id: string): Promise<{ status: string; source: string; at: string }> =>
  (await ask('query ($id: ID!) { agreement(id: $id) { history { status source at } } }', { id })).history.at(-1)

test('due work on the way was done at its time when the mutation returns', async () => {
  const begunMs = await nowMs()
  const ending = await givenAgreement({ endsAt: new Date(begunMs + 3 * DAY_MS).toISOString() })
  await approve(ending)
  await until('it to be active', async () => (await statusOf(ending.id)) === 'ACTIVE')
  const amount = { value: '1000', currency: 'AED' }
  const awaited = await givenAgreement({ provider: 'APS', paymentMethod: 'CARD', initialCharge: { amount } })
  await control('faults', { rates: { dropWebhook: 1 } })
  const untold = await givenAgreement({})
  await approve(untold)
  await control('reset', {})
  expect(await statusOf(untold.id)).toBe('AUTHENTICATION_PENDING')

  const advanced = await advanceTo(begunMs + 30 * DAY_MS)
  expect(advanced).toMatchObject({ __typename: 'SandboxClockAdvancePayload', clock: { simulated: true } })
  expect(Date.parse(advanced.clock.now)).toBeGreaterThanOrEqual(begunMs + 30 * DAY_MS)

  const came = async (id: string) => {
    const { status, source, at } = await lastOf(id)
    return { status, source, minutes: Math.floor((Date.parse(at) - begunMs) / MINUTE_MS) }
  }
  expect([await came(ending.id), await came(awaited.id), await came(untold.id)]).toEqual([
    { status: 'EXPIRED', source: 'SCHEDULER', minutes: 3 * 24 * 60 },
    { status: 'FAILED', source: 'SCHEDULER', minutes: 60 },
    { status: 'ACTIVE', source: 'RECONCILIATION', minutes: 0 },
  ])
  expect(Math.abs(Date.parse((await control('clock')).now) - (await nowMs()))).toBeLessThan(MINUTE_MS)
})

test('a second gateway on the same records has the same clock, whichever one moves it', async () => {
  const { databaseUrl, sandboxUrl, dataDir } = perennial
  if (databaseUrl === undefined) throw new Error('no database')
  // The simulators do not notify it.
  const environment = {
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    PORT: '4900',
    SANDBOX_PORT: new URL(sandboxUrl).port,
  }
  const read = readConfig(environment)
  if (!read.ok) throw new Error('bad configuration')
  const second = await createApp(
    { ...read.config, port: 0 },
    { log: createLog({ level: 'silent', program: 'second' }) },
  )
  try {
    const movedMs = await nowMs()
    const secondUrl = `${second.url}/graphql`
    // It starts with the clock where the first one moved it.
    expect((await nowMs(secondUrl)) - movedMs).toBeLessThan(MINUTE_MS)
    const answer = await ask(ADVANCE, { to: new Date(movedMs + DAY_MS).toISOString() }, secondUrl)
    expect(answer.__typename).toBe('SandboxClockAdvancePayload')
    await until('the first to learn of it', async () => (await nowMs()) >= movedMs + DAY_MS)
  } finally {
    await second.stop()
  }
})

test('a restart of everything leaves the clock where it was; it is never turned back', async () => {
  const toMs = (await nowMs()) + 10 * DAY_MS
  expect((await advanceTo(toMs)).__typename).toBe('SandboxClockAdvancePayload')
  expect(await perennial.stop()).toBe(0)
  const { dataDir } = perennial
  perennial = await startPerennial({ dataDir })
  expect(await clockOf()).toMatchObject({ simulated: true })
  const restartedMs = await nowMs()
  expect(restartedMs).toBeGreaterThanOrEqual(toMs)
  expect(restartedMs).toBeLessThan(toMs + 5 * MINUTE_MS)
  expect(await advanceTo(restartedMs - SECOND_MS)).toMatchObject({
    __typename: 'InvalidInput',
    issues: [{ path: ['to'], code: 'RANGE' }],
  })
  expect(await nowMs()).toBeGreaterThanOrEqual(restartedMs)
  expect(Date.parse((await control('clock')).now)).toBeGreaterThanOrEqual(toMs)
})

test('outside sandbox mode it is real time, and stays so', async () => {
  const database = await createTestDatabase()
  const read = readConfig({ DATABASE_URL: database.url, SANDBOX: 'off', ENCRYPTION_KEY: '0'.repeat(64) })
  if (!read.ok) throw new Error('bad configuration')
  const app = await createApp({ ...read.config, port: 0 }, { log: createLog({ level: 'silent', program: 'live' }) })
  try {
    // The state that a sandbox on the same database would have left.
    await database.pool.query('INSERT INTO sandbox_clock (offset_ms) VALUES ($1)', [DAY_MS])
    const now = new Date()
    const merchantId = await ensureMerchant(app.deps.database, { id: 'mer_live', name: 'Live' }, now)
    const key = newApiKey('TEST')
    await keepApiKey(app.deps.database, key, { tenant: { merchantId, mode: 'TEST' }, scopes: backendScopes, now })
    const url = `${app.url}/graphql`
    const to = new Date(Date.now() + DAY_MS).toISOString()
    expect(await ask(ADVANCE, { to }, url, key)).toMatchObject({ __typename: 'InvalidState', status: 'NOT_SIMULATED' })
    const clock = await ask('{ clock { now simulated } }', {}, url, key)
    expect(clock.simulated).toBe(false)
    expect(Math.abs(Date.parse(clock.now) - Date.now())).toBeLessThan(MINUTE_MS)
    expect((await database.pool.query('SELECT offset_ms FROM sandbox_clock')).rows).toEqual([
      { offset_ms: String(DAY_MS) },
    ])
  } finally {
    await app.stop()
    await database.drop()
  }
})
