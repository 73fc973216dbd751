import { type ExecutionResult, graphql } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createContext } from '../../../schema/context.ts'
import { schema } from '../../../schema/index.ts'
import { backendScopes } from '../../../src/domain/access/scopes.ts'
import { authenticate } from '../../../src/operations/access/authenticate.ts'
import { agreementCreate } from '../../../src/operations/agreement/create.ts'
import { keepApiKey, newApiKey } from '../../../src/operations/api-key/secret.ts'
import { chargeCreate } from '../../../src/operations/charge/create.ts'
import type { Caller } from '../../../src/operations/command/caller.ts'
import { findReturnOrigins } from '../../../src/store/merchant/return-origins.ts'
import { openDatabase } from '../../../src/store/sql/database.ts'
import { givenActiveAgreement, givenConsumer, key, mustSucceed, usd } from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'

let world: World
let caller: Caller
beforeAll(async () => {
  world = await createWorld()
  caller = { ...world.caller, scopes: ['manage'] }
})
afterAll(() => world.close())

const run = (source: string, variableValues: Record<string, unknown>, as: Caller) =>
  graphql({
    schema,
    source,
    variableValues,
    contextValue: createContext(world.deps, as, 'request-1'),
  }) as Promise<ExecutionResult>

const update = `mutation ($origins: [String!]!) { returnOriginsUpdate(input: { origins: $origins }) { __typename
  ... on ReturnOriginsUpdatePayload { origins } ... on InvalidInput { issues { path code } } } }`
const put = async (origins: readonly string[], as = caller) =>
  JSON.parse(JSON.stringify((await run(update, { origins }, as)).data)).returnOriginsUpdate

test('a list is replaced, in one mode of one merchant', async () => {
  const stranger = await world.stranger()
  expect(await put(['https://shop.example/', 'HTTPS://Shop.Example', 'http://localhost:3000'])).toEqual({
    __typename: 'ReturnOriginsUpdatePayload',
    origins: ['https://shop.example', 'http://localhost:3000'],
  })
  expect((await put(['https://other.example'])).origins).toEqual(['https://other.example'])
  expect((await run('{ returnOrigins }', {}, caller)).data).toEqual({ returnOrigins: ['https://other.example'] })
  for (const tenant of [stranger.tenant, { ...caller.tenant, mode: 'LIVE' as const }])
    expect(await findReturnOrigins(world.database, tenant)).toEqual([])
  expect((await put([])).origins).toEqual([])
})

test.each([
  ['a path', 'https://shop.example/done'],
  ['a query', 'https://shop.example?x=1'],
  ['credentials', 'https://me:secret@shop.example'],
  ['no address', 'shop.example'],
  ['another scheme', 'ftp://shop.example'],
  ['every origin', '*'],
])('is refused: %s', async (_what, origin) => {
  await put(['https://shop.example'])
  expect(await put(['https://new.example', origin])).toEqual({
    __typename: 'InvalidInput',
    issues: [{ path: ['origins', '1'], code: 'FORMAT' }],
  })
  expect(await findReturnOrigins(world.database, caller.tenant)).toEqual(['https://shop.example'])
})

test('plain http is refused in live mode, and more than 50 anywhere', async () => {
  const live: Caller = { ...caller, tenant: { ...caller.tenant, mode: 'LIVE' } }
  const issues = async (origins: readonly string[], as: Caller) => (await put(origins, as)).issues
  expect(await issues(['http://shop.example'], live)).toEqual([{ path: ['origins', '0'], code: 'FORMAT' }])
  const many = Array.from({ length: 51 }, (_, index) => `https://shop${index}.example`)
  expect(await issues(many, live)).toEqual([{ path: ['origins'], code: 'TOO_LONG' }])
  expect(await findReturnOrigins(world.database, live.tenant)).toEqual([])
})

test('both need the scope manage', async () => {
  const before = await findReturnOrigins(world.database, caller.tenant)
  const others: Caller = { ...caller, scopes: ['read', 'charge', 'refund', 'operator'] }
  for (const [source, variables] of [
    [update, { origins: ['https://evil.example'] }],
    ['{ returnOrigins }', {}],
  ] as const) {
    const { errors } = await run(source, variables, others)
    expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['FORBIDDEN'])
  }
  expect(await findReturnOrigins(world.database, caller.tenant)).toEqual(before)
})

test('a key knows its merchant’s list, and none without one', async () => {
  const database = openDatabase({ url: String(world.database.pool.options.connectionString) })
  try {
    await put(['https://shop.example'])
    const secrets = await Promise.all(
      (['TEST', 'LIVE'] as const).map(async mode => {
        const secret = newApiKey(mode)
        const tenant = { ...caller.tenant, mode }
        await keepApiKey(database, secret, { tenant, scopes: backendScopes, now: new Date() })
        return secret
      }),
    )
    const found = await Promise.all(secrets.map(secret => authenticate({ ...world.deps, database }, secret)))
    expect(found.map(known => known?.returnOrigins)).toEqual([['https://shop.example'], []])
  } finally {
    await database.close()
  }
})

describe('a returnUrl', () => {
  const allowed = ['https://shop.example', 'http://localhost:3000']
  const issue = { path: ['returnUrl'], code: 'UNSUPPORTED', message: expect.stringContaining('returnOriginsUpdate') }
  const rows = async () =>
    (
      await world.database.pool.query(
        `SELECT (SELECT count(*) FROM agreements) a, (SELECT count(*) FROM charges) c,
           (SELECT count(*) FROM idempotency_keys) k`,
      )
    ).rows

  test.each([
    ['https://shop.example/done?order=1', true],
    ['HTTPS://SHOP.example:443/', true],
    ['http://localhost:3000/', true],
    ['http://shop.example/', false],
    ['https://shop.example:8443/', false],
    ['https://shop.example.evil.example/', false],
    ['https://shop.example@evil.example/', false],
    ['https://evil.example/?https://shop.example', false],
  ])('%s with a list: %s', async (returnUrl, isAllowed) => {
    const as: Caller = { ...world.caller, returnOrigins: allowed }
    const consumer = await givenConsumer(world)
    const agreement = await givenActiveAgreement(world)
    const method = { provider: 'PPRO', paymentMethod: 'AMAZON_PAY', consumerId: consumer.id } as const
    const before = await rows()
    const created = await agreementCreate(world.deps, as, { idempotencyKey: key(), ...method, returnUrl })
    const charged = await chargeCreate(world.deps, as, {
      ...{ idempotencyKey: key(), agreementId: agreement.id, amount: usd(500n), returnUrl },
    })
    await world.quiet()
    if (isAllowed) expect([created.ok, charged.ok]).toEqual([true, true])
    else {
      const error = { code: 'INVALID_INPUT', issues: [issue] }
      expect([created, charged]).toMatchObject([
        { ok: false, error },
        { ok: false, error },
      ])
      expect(await rows()).toEqual(before)
    }
  })

  test('without a list may be any, and a repeat finds what was created before there was one', async () => {
    const consumer = await givenConsumer(world)
    const method = { provider: 'PPRO', paymentMethod: 'AMAZON_PAY', consumerId: consumer.id } as const
    const input = { idempotencyKey: key(), ...method, returnUrl: 'https://any.example/' }
    const first = mustSucceed(await agreementCreate(world.deps, { ...world.caller, returnOrigins: [] }, input))
    const again = await agreementCreate(world.deps, { ...world.caller, returnOrigins: allowed }, input)
    expect(mustSucceed(again)).toMatchObject({ replayed: true, agreement: { id: first.agreement.id } })
  })
})
