import { graphql } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createContext } from '../../../schema/context.ts'
import { schema } from '../../../schema/index.ts'
import { createLog } from '../../../src/base/log/log.ts'
import type { Scope } from '../../../src/domain/access/scopes.ts'
import { createWorld, type World } from '../../support/world/world.ts'

const canaries = {
  apiKey: 'canary-api-key',
  webhookSecret: 'canary-webhook-secret',
  accessCode: 'canaryaccesscode1234',
  shaRequestPhrase: 'canary-request-phrase',
  shaResponsePhrase: 'canary-response-phrase',
}
const ppro = { merchantId: 'merch_graph', apiKey: canaries.apiKey, webhookSecret: canaries.webhookSecret }
const { accessCode, shaRequestPhrase, shaResponsePhrase } = canaries
const aps = { merchantIdentifier: 'graphmerchant', accessCode, shaRequestPhrase, shaResponsePhrase }

let world: World
const logged: string[] = []
beforeAll(async () => {
  world = await createWorld()
  world.sandbox.setAccount({ provider: 'PPRO', ...ppro, webhookUrl: `${world.inboxUrl}/webhooks/PPRO` })
  world.sandbox.setAccount({
    provider: 'APS',
    ...aps,
    shaType: 'SHA-256',
    webhookUrl: `${world.inboxUrl}/webhooks/APS`,
  })
})
afterAll(() => world.close())

const log = createLog({ level: 'trace', program: 'test' }, { write: (line: string) => void logged.push(line) })

async function run(source: string, input: object = {}, scopes: readonly Scope[] = ['manage'], caller = world.caller) {
  const contextValue = createContext({ ...world.deps, log }, { ...caller, scopes }, 'request-1')
  const result = await graphql({ schema, source, variableValues: { input }, contextValue })
  log.info(result, 'as a transport could log it')
  return JSON.parse(JSON.stringify(result))
}

const ACCOUNT = 'id provider name accessCodeLast4 status webhookUrl overlapUntil replacedAt retiredAt'
const SET = `mutation ($input: ProviderAccountSetInput!) { providerAccountSet(input: $input) {
  ... on ProviderAccountSetPayload { trial providerAccount { ${ACCOUNT} } } ... on UserError { code message } } }`
const RETIRE = `mutation ($input: ProviderAccountRetireInput!) { providerAccountRetire(input: $input) {
  ... on ProviderAccountRetirePayload { providerAccount { ${ACCOUNT} } } ... on UserError { code } } }`
const LIST = `{ providerAccounts { nodes { ${ACCOUNT} createdAt updatedAt } } }`
const stored = async () => (await world.database.pool.query('SELECT * FROM provider_accounts ORDER BY id')).rows

test('accounts are set, listed and retired; their credentials are in no answer, no log and not in clear in the database', async () => {
  const set = async (input: object) => (await run(SET, input)).data.providerAccountSet
  const one = await set({ ppro })
  const two = await set({ aps })
  const common = { status: 'ACTIVE', overlapUntil: null, replacedAt: null, retiredAt: null }
  const id = expect.stringMatching(/^pac_/)
  expect([one, two]).toEqual([
    {
      trial: 'ACCEPTED',
      providerAccount: {
        ...{ ...common, id, provider: 'PPRO', name: 'merch_graph', accessCodeLast4: null },
        webhookUrl: `http://gateway.test/webhooks/ppro/${one.providerAccount.id}`,
      },
    },
    {
      trial: 'ACCEPTED',
      providerAccount: {
        ...{ ...common, id, provider: 'APS', name: 'graphmerchant', accessCodeLast4: '1234' },
        webhookUrl: `http://gateway.test/webhooks/aps/${two.providerAccount.id}`,
      },
    },
  ])
  expect((await set({ ppro: { ...ppro, apiKey: 'canary-api-key-wrong' } })).code).toBe('INVALID_INPUT')
  const retired = (await run(RETIRE, { providerAccountId: two.providerAccount.id })).data.providerAccountRetire
  expect(retired.providerAccount).toEqual({
    ...{ ...two.providerAccount, status: 'RETIRED' },
    retiredAt: expect.stringMatching(/Z$/),
  })
  const listed = (await run(LIST)).data.providerAccounts.nodes
  expect(listed.map(({ createdAt, updatedAt, ...account }: Record<string, unknown>) => account)).toEqual([
    retired.providerAccount,
    one.providerAccount,
  ])
  expect((await run('{ providers { code enabled } }')).data.providers).toEqual([
    { code: 'PPRO', enabled: true },
    { code: 'APS', enabled: false },
  ])
  const bytes = (await stored()).map(row => Buffer.from(row.encrypted_credentials).toString('latin1'))
  const everywhere = [...logged, ...bytes, JSON.stringify(await stored())].join('\n')
  for (const canary of Object.values(canaries)) expect(everywhere).not.toContain(canary)
})

test('another merchant’s accounts, and those of the other mode, look like none', async () => {
  const [{ id }] = await stored()
  const stranger = await world.stranger()
  const live = { ...world.caller, tenant: { ...world.caller.tenant, mode: 'LIVE' } as const }
  const before = await stored()
  for (const caller of [stranger, live]) {
    expect((await run(LIST, {}, ['manage'], caller)).data.providerAccounts.nodes).toEqual([])
    const { data } = await run(RETIRE, { providerAccountId: id }, ['manage'], caller)
    expect(data.providerAccountRetire).toEqual({ code: 'NOT_FOUND' })
  }
  expect(await stored()).toEqual(before)
})

test.each([
  ['providerAccountSet', SET, { ppro }],
  ['providerAccountRetire', RETIRE, { providerAccountId: 'pac_1' }],
  ['providerAccounts', LIST, {}],
])('%s needs the scope manage', async (_name, source, input) => {
  const before = await stored()
  const { errors } = await run(source, input, ['read', 'charge', 'refund', 'operator'])
  expect(errors.map((error: { extensions: object }) => error.extensions)).toEqual([{ code: 'FORBIDDEN' }])
  expect(await stored()).toEqual(before)
})
