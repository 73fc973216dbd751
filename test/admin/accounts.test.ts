import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openInstallation } from '../../src/app/installation.ts'
import { masterKeys } from '../../src/base/encryption/keys.ts'
import { openCredentials } from '../../src/operations/provider-account/credentials.ts'
import type { Sandbox } from '../../src/sandbox/server.ts'
import { openDatabase } from '../../src/store/sql/database.ts'
import { createTestDatabase, type TestDatabase } from '../support/database/database.ts'
import { startSimulators } from '../support/world/simulators.ts'
import { admin, audited } from './support/admin.ts'

const key = randomBytes(32)
const ppro = { merchantId: 'merch_admin', apiKey: 'canary-admin-key', webhookSecret: 'canary-admin-secret' }

let database: TestDatabase
let sandbox: Sandbox
let environment: Record<string, string>
beforeAll(async () => {
  database = await createTestDatabase()
  sandbox = await startSimulators({ ppro })
  await database.pool.query(`INSERT INTO merchants (id, name, created_at) VALUES ('mer_1', 'Shop', now())`)
  environment = {
    ...{ DATABASE_URL: database.url, ENCRYPTION_KEY: key.toString('hex'), SANDBOX: 'off', PPRO_MODE: 'test' },
    // The environment's own account, which says where PPRO is; its credentials are not those of the merchant.
    ...{ PPRO_BASE_URL: `${sandbox.url}/ppro`, PPRO_API_KEY: 'k', PPRO_MERCHANT_ID: 'm', PPRO_WEBHOOK_SECRET: 's' },
  }
})
afterAll(async () => {
  await sandbox.close()
  await database.drop()
})

const accounts = (variables: Record<string, string>, ...words: string[]) =>
  admin({ ...environment, ...variables }, 'accounts', ...words)
const shop = ['--merchant', 'Shop', '--mode', 'test']
const rows = async () => (await database.pool.query('SELECT * FROM provider_accounts ORDER BY id')).rows
const entries = async () => (await database.pool.query('SELECT * FROM audit_log ORDER BY id')).rows
const asVariables = {
  ACCOUNT_PPRO_MERCHANT_ID: ppro.merchantId,
  ACCOUNT_PPRO_API_KEY: ppro.apiKey,
  ACCOUNT_PPRO_WEBHOOK_SECRET: ppro.webhookSecret,
}

test('an account is set from the environment, rotated from standard input, listed and retired', async () => {
  const set = await accounts(asVariables, 'set', ...shop, '--provider', 'ppro')
  const id = set.stdout.trim()
  expect(set).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^pac_\w{26}\n$/),
    stderr: 'merch_admin is set (credentials: ACCEPTED).\n',
  })
  const next = { ...ppro, webhookSecret: 'canary-admin-next' }
  const INPUT = JSON.stringify(next)
  expect(await accounts({ INPUT }, 'set', ...shop, '--provider', 'ppro', '--stdin', '--no-try')).toEqual({
    code: 0,
    stdout: `${id}\n`,
    stderr: 'merch_admin is set (credentials: NOT_TRIED).\n',
  })
  const [row] = await rows()
  const opened = openDatabase({ url: database.url })
  const { vault } = await openInstallation(opened, masterKeys([key]), new Date())
  await opened.close()
  expect(openCredentials(vault, { id, encryptedCredentials: row.encrypted_credentials })).toEqual({
    ...{ provider: 'PPRO', baseUrl: `${sandbox.url}/ppro`, simulated: false, mode: 'TEST', ...next },
    former: [{ webhookSecret: 'canary-admin-secret', untilMs: row.overlap_until.getTime() }],
  })
  expect(await accounts({}, 'retire', id)).toEqual({ code: 0, stdout: '', stderr: `${id} is retired.\n` })
  const { stdout } = await accounts({}, 'list', ...shop)
  expect(stdout.split('\n').map(line => line.split(/ {2,}/).slice(0, 5))).toEqual([
    ['ID', 'PROVIDER', 'NAME', 'ACCESS CODE', 'STATUS'],
    [id, 'PPRO', 'merch_admin', '-', 'RETIRED'],
    [''],
  ])
  expect(await audited(database)).toEqual([
    ['admin:accounts set', id, 'DONE'],
    ['admin:accounts set', id, 'DONE'],
    ['admin:accounts retire', id, 'DONE'],
  ])
  expect(JSON.stringify([await rows(), await entries()])).not.toContain('canary')
}, 120_000)

test.each<[string, Record<string, string>, string[], RegExp]>([
  [
    'refused credentials',
    { ...asVariables, ACCOUNT_PPRO_API_KEY: 'canary-wrong' },
    [],
    /^ppro: The provider must accept the/,
  ],
  [
    'a missing variable',
    { ACCOUNT_PPRO_API_KEY: 'canary' },
    [],
    /^not set: ACCOUNT_PPRO_MERCHANT_ID, ACCOUNT_PPRO_WEBH/,
  ],
  ['no JSON', { INPUT: 'canary' }, ['--stdin'], /^the credentials must be a JSON object with merchantId, apiKey, /],
  [
    'another master key',
    { ...asVariables, ENCRYPTION_KEY: '07'.repeat(32) },
    [],
    /^The database was encrypted with another/,
  ],
])(
  'is refused with 1, and nothing is saved: %s',
  async (_what, variables, words, message) => {
    const before = [await rows(), await entries()]
    const { code, stdout, stderr } = await accounts(variables, 'set', ...shop, '--provider', 'ppro', ...words)
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(message)
    expect(stderr).not.toContain('canary')
    expect([await rows(), await entries()]).toEqual(before)
  },
  60_000,
)
