import { graphql } from 'graphql'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createContext } from '../../../schema/context.ts'
import { schema } from '../../../schema/index.ts'
import type { Scope } from '../../../src/domain/access/scopes.ts'
import type { Tenant } from '../../../src/domain/enums.ts'
import { authenticate } from '../../../src/operations/access/authenticate.ts'
import { startGraph, type TestGraph } from '../support/graph.ts'

const START = '2026-03-02T00:00:00.000Z'
let now = new Date(START)
let graph: TestGraph
beforeAll(async () => {
  graph = await startGraph()
  for (const { merchantId } of [graph.tenant, graph.stranger])
    await graph.database.pool.query('INSERT INTO merchants (id, name, created_at) VALUES ($1, $1, now())', [merchantId])
})
afterAll(() => graph.stop())
beforeEach(() => {
  now = new Date(START)
})

const clock = { now: () => now }
const after = (seconds: number) => new Date(Date.parse(START) + seconds * 1000)

interface By {
  readonly tenant?: Tenant
  readonly scopes?: readonly Scope[]
  readonly actor?: string
  readonly expiresAt?: Date
}

async function run(source: string, input: object, by: By = {}) {
  const { tenant = graph.tenant, scopes = ['read', 'manage'], actor = 'key_caller', expiresAt = null } = by
  const caller = { tenant, merchantName: 'Shop', actor, scopes, expiresAt }
  const contextValue = createContext({ ...graph.deps, clock }, caller, 'request-1')
  return JSON.parse(
    JSON.stringify(
      await graphql({ schema, source, variableValues: { input: JSON.parse(JSON.stringify(input)) }, contextValue }),
    ),
  )
}

const KEY = 'id label prefix last4 scopes status isCurrent createdAt lastUsedAt expiresAt revokedAt replacedById'
const ERROR =
  '... on UserError { code message } ... on InvalidInput { issues { path code message } } ... on InvalidState { status }'
const CREATE = `mutation ($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { ... on ApiKeyCreatePayload { secret apiKey { ${KEY} } } ... on UserError { code message } ... on InvalidInput { issues { path code message } } } }`
const ROTATE = `mutation ($input: ApiKeyRotateInput!) { apiKeyRotate(input: $input) { ... on ApiKeyRotatePayload { secret apiKey { ${KEY} } replaced { ${KEY} } } ${ERROR} } }`
const REVOKE = `mutation ($input: ApiKeyRevokeInput!) { apiKeyRevoke(input: $input) { ... on ApiKeyRevokePayload { apiKey { ${KEY} } } ... on UserError { code message } ... on InvalidState { status } } }`
const LIST = `query { apiKeys { nodes { ${KEY} } } }`

const create = async (input: object = {}, by?: By) => (await run(CREATE, input, by)).data.apiKeyCreate
const rotate = async (input: object, by?: By) => (await run(ROTATE, input, by)).data.apiKeyRotate
const revoke = async (input: object, by?: By) => (await run(REVOKE, input, by)).data.apiKeyRevoke
const stored = async () => (await graph.database.pool.query('SELECT * FROM api_keys ORDER BY id')).rows
/** Who the key gives access to, asked of the database and not of what was remembered. */
async function access(secret: string) {
  const database = { ...graph.database }
  const caller = await authenticate({ ...graph.deps, database, clock }, secret)
  return caller && { tenant: caller.tenant, scopes: caller.scopes }
}

test('a key is created, shown once, and listed without its secret', async () => {
  const { secret, apiKey } = await create({ label: 'Shop backend', scopes: ['read'], expiresAt: after(3600) })
  expect(secret).toMatch(/^sk_test_[0-9a-f]{48}$/)
  const expected = {
    id: expect.stringMatching(/^key_/),
    label: 'Shop backend',
    prefix: secret.slice(0, 12),
    last4: secret.slice(-4),
    scopes: ['read'],
    status: 'ACTIVE',
    isCurrent: false,
    createdAt: START,
    lastUsedAt: null,
    expiresAt: '2026-03-02T01:00:00.000Z',
    revokedAt: null,
    replacedById: null,
  }
  expect(apiKey).toEqual(expected)
  expect(await access(secret)).toEqual({ tenant: graph.tenant, scopes: ['read'] })
  const { data } = await run(LIST, {}, { actor: apiKey.id })
  expect(data.apiKeys.nodes).toEqual([{ ...expected, isCurrent: true }])
  expect(JSON.stringify([data, await stored()])).not.toContain(secret.slice(12, -4))
  now = after(3600)
  expect(await access(secret)).toBeUndefined()
  expect((await run(LIST, {})).data.apiKeys.nodes).toEqual([{ ...expected, status: 'EXPIRED' }])
})

test('without scopes it gets those of a backend that its creator has', async () => {
  expect((await create({}, { scopes: ['manage', 'read', 'operator'] })).apiKey.scopes).toEqual(['read', 'manage'])
})

test('a key cannot be given a scope that its creator lacks, and all issues come at once', async () => {
  const before = await stored()
  expect(await create({ label: ' ', scopes: ['charge', 'root', 'operator'], expiresAt: START })).toEqual({
    code: 'INVALID_INPUT',
    message: 'label: Must not be empty. Omit the field instead. There are 3 more issues.',
    issues: [
      { path: ['label'], code: 'FORMAT', message: 'Must not be empty. Omit the field instead.' },
      { path: ['expiresAt'], code: 'RANGE', message: `Must be later than ${START}.` },
      { path: ['scopes'], code: 'UNSUPPORTED', message: 'Must be one of read, charge, refund, manage, operator.' },
      {
        path: ['scopes'],
        code: 'UNSUPPORTED',
        message:
          'Must be scopes of your own key, but it does not have charge, operator. Omit them, or use a key that has them.',
      },
    ],
  })
  expect(await create({ scopes: [] })).toMatchObject({ issues: [{ path: ['scopes'], code: 'REQUIRED' }] })
  expect(await stored()).toEqual(before)
})

test('a key never ends later than the key that creates or rotates it', async () => {
  const by = { expiresAt: after(60) }
  const { apiKey } = await create({}, by)
  expect(apiKey.expiresAt).toBe('2026-03-02T00:01:00.000Z')
  expect((await create({ expiresAt: after(59) }, by)).apiKey.expiresAt).toBe('2026-03-02T00:00:59.000Z')
  expect((await rotate({ apiKeyId: apiKey.id }, by)).apiKey.expiresAt).toBe('2026-03-02T00:01:00.000Z')
  const before = await stored()
  const message = 'Must not be later than 2026-03-02T00:01:00.000Z, when your own key expires.'
  const issues = [{ path: ['expiresAt'], code: 'RANGE', message }]
  expect(await create({ expiresAt: after(61) }, by)).toMatchObject({ issues })
  expect(await rotate({ apiKeyId: apiKey.id, expiresAt: after(61) }, by)).toMatchObject({ issues })
  expect(await stored()).toEqual(before)
})

test('a rotated key works until the overlap ends, and the new one from the start', async () => {
  const old = await create({ label: 'Shop', scopes: ['read', 'manage'] })
  const made = await rotate({ apiKeyId: old.apiKey.id, overlapSeconds: 60 })
  expect(made.apiKey).toMatchObject({ label: 'Shop', scopes: ['read', 'manage'], status: 'ACTIVE', expiresAt: null })
  expect(made.replaced).toEqual({
    ...old.apiKey,
    expiresAt: '2026-03-02T00:01:00.000Z',
    replacedById: made.apiKey.id,
  })
  const both = async () => [await access(old.secret), await access(made.secret)].map(one => one?.scopes)
  expect(await both()).toEqual([
    ['read', 'manage'],
    ['read', 'manage'],
  ])
  now = after(59.999)
  expect((await both())[0]).toEqual(['read', 'manage'])
  now = after(60)
  expect(await both()).toEqual([undefined, ['read', 'manage']])
})

test('the overlap is 24 hours unless said, none if it is 0, and never longer than the key would have lived', async () => {
  const ends = async (given: object, input: object) =>
    (await rotate({ apiKeyId: (await create(given)).apiKey.id, ...input })).replaced.expiresAt
  expect(await ends({}, {})).toBe('2026-03-03T00:00:00.000Z')
  expect(await ends({}, { overlapSeconds: 0 })).toBe(START)
  expect(await ends({ expiresAt: after(10) }, {})).toBe('2026-03-02T00:00:10.000Z')
})

test('of two rotations of one key at once, one is done', async () => {
  const { apiKey } = await create()
  const made = await Promise.all([rotate({ apiKeyId: apiKey.id }), rotate({ apiKeyId: apiKey.id })])
  const winner = made.find(({ secret }) => secret)
  expect(made.filter(({ secret }) => secret)).toHaveLength(1)
  expect(made.find(({ code }) => code)).toEqual({
    code: 'INVALID_STATE',
    message: `The key was rotated already. Rotate ${winner.apiKey.id}, which replaces it.`,
    status: 'ACTIVE',
  })
})

test('a rotation is refused, and nothing changes', async () => {
  const mighty = (await create({ scopes: ['operator'] }, { scopes: ['manage', 'operator'] })).apiKey
  const ended = (await create()).apiKey
  await revoke({ apiKeyId: ended.id })
  const foreign = (await create({}, { tenant: graph.stranger })).apiKey
  const before = await stored()
  expect(await rotate({ apiKeyId: mighty.id })).toEqual({
    code: 'INVALID_STATE',
    message: 'The key has scopes that your own key lacks: operator. Rotate it with a key that has them.',
    status: 'ACTIVE',
  })
  expect(await rotate({ apiKeyId: ended.id })).toEqual({
    code: 'INVALID_STATE',
    message: 'The key is REVOKED and cannot be rotated. Create a new key.',
    status: 'REVOKED',
  })
  for (const apiKeyId of [foreign.id, 'key_unknown'])
    expect(await rotate({ apiKeyId })).toMatchObject({ code: 'NOT_FOUND' })
  const live = { ...graph.tenant, mode: 'LIVE' } as const
  expect(await rotate({ apiKeyId: mighty.id }, { tenant: live })).toMatchObject({ code: 'NOT_FOUND' })
  expect(await rotate({ apiKeyId: mighty.id, overlapSeconds: -1 })).toMatchObject({
    issues: [{ path: ['overlapSeconds'], code: 'RANGE', message: 'Must be from 0 to 2592000.' }],
  })
  expect(await stored()).toEqual(before)
})

test('a revoked key is refused; revoking it again changes nothing', async () => {
  const { secret, apiKey } = await create()
  const revoked = await revoke({ apiKeyId: apiKey.id })
  expect(revoked).toEqual({ apiKey: { ...apiKey, status: 'REVOKED', revokedAt: START } })
  expect(await access(secret)).toBeUndefined()
  now = after(5)
  expect(await revoke({ apiKeyId: apiKey.id })).toEqual(revoked)
})

test('a key revokes itself only if that is asked for', async () => {
  const { apiKey } = await create()
  const before = await stored()
  expect(await revoke({ apiKeyId: apiKey.id }, { actor: apiKey.id })).toEqual({
    code: 'INVALID_STATE',
    message: 'This is the key that your request uses. Use another key, or set evenIfCurrent to true.',
    status: 'ACTIVE',
  })
  expect(await revoke({ apiKeyId: apiKey.id }, { tenant: graph.stranger })).toMatchObject({ code: 'NOT_FOUND' })
  expect(await stored()).toEqual(before)
  const done = await revoke({ apiKeyId: apiKey.id, evenIfCurrent: true }, { actor: apiKey.id })
  expect(done.apiKey.status).toBe('REVOKED')
})

test.each([
  ['apiKeyCreate', CREATE, {}],
  ['apiKeyRotate', ROTATE, { apiKeyId: 'key_1' }],
  ['apiKeyRevoke', REVOKE, { apiKeyId: 'key_1' }],
  ['apiKeys', LIST, {}],
])('%s needs the scope manage', async (_name, source, input) => {
  const before = await stored()
  const { errors } = await run(source, input, { scopes: ['read', 'charge', 'refund', 'operator'] })
  expect(errors.map((error: { extensions: object }) => error.extensions)).toEqual([{ code: 'FORBIDDEN' }])
  expect(await stored()).toEqual(before)
})
