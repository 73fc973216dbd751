import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../src/base/time/clock.ts'
import { systemTime } from '../../src/base/time/real-time.ts'
import { authenticate } from '../../src/operations/access/authenticate.ts'
import { type Database, openDatabase } from '../../src/store/sql/database.ts'
import { createTestDatabase, type TestDatabase } from '../support/database/database.ts'
import { newVault } from '../support/world/vault.ts'
import { admin, audited } from './support/admin.ts'

let testDatabase: TestDatabase
let database: Database
beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase({ url: testDatabase.url })
})
afterAll(async () => {
  await database.close()
  await testDatabase.drop()
})

const keys = (...words: string[]) => admin({ DATABASE_URL: testDatabase.url }, 'keys', ...words)
const shop = ['--merchant', 'Shop', '--mode', 'live']
const scopesOf = async (secret: string) =>
  // Not what this process remembers.
  (
    await authenticate(
      {
        database: { ...database },
        vault: newVault(),
        clock: systemClock,
        realTime: systemTime,
        background: { run: () => {} },
      },
      secret.trim(),
    )
  )?.scopes
const rows = async () => (await database.pool.query('SELECT * FROM api_keys ORDER BY id')).rows
const merchants = async () => (await database.pool.query('SELECT name FROM merchants')).rows
const entries = async () => (await database.pool.query('SELECT * FROM audit_log ORDER BY id')).rows

test('a key from its creation to its revocation', async () => {
  const made = await keys('create', ...shop, '--label', 'Backend', '--scope', 'read', '--scope', 'charge')
  expect(made).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^sk_live_[0-9a-f]{48}\n$/),
    stderr: expect.stringMatching(/^key_\w+\. It is not stored and cannot be shown again\.\n$/),
  })
  expect(await scopesOf(made.stdout)).toEqual(['read', 'charge'])
  const id = made.stderr.split('.')[0] ?? ''

  const rotated = await keys('rotate', id, '--overlap-seconds', '3600')
  expect([rotated.code, rotated.stdout]).toEqual([0, expect.stringMatching(/^sk_live_[0-9a-f]{48}\n$/)])
  const replacement = rotated.stderr.split('.')[0] ?? ''
  expect(rotated.stderr).toMatch(new RegExp(`${id} works until \\S+Z\\.\n$`))
  expect([await scopesOf(made.stdout), await scopesOf(rotated.stdout)]).toEqual([
    ['read', 'charge'],
    ['read', 'charge'],
  ])

  expect(await keys('revoke', id)).toEqual({ code: 0, stdout: '', stderr: `${id} is revoked.\n` })
  expect([await scopesOf(made.stdout), await scopesOf(rotated.stdout)]).toEqual([undefined, ['read', 'charge']])

  const { stdout } = await keys('list', ...shop)
  const lines = stdout.trimEnd().split('\n')
  expect(lines[0]).toMatch(/^ID +KEY +STATUS +SCOPES +CREATED +LAST USED +ENDS +LABEL$/)
  const shown = (secret: string) => `${secret.slice(0, 12)}…${secret.trim().slice(-4)}`
  expect(lines.slice(1).map(line => line.split(/ {2,}/).slice(0, 4))).toEqual([
    [replacement, shown(rotated.stdout), 'ACTIVE', 'read,charge'],
    [id, shown(made.stdout), 'REVOKED', 'read,charge'],
  ])
  expect(await audited(testDatabase)).toEqual([
    ['admin:keys create', id, 'DONE'],
    ['admin:keys rotate', id, 'DONE'],
    ['admin:keys revoke', id, 'DONE'],
  ])
  const kept = JSON.stringify([await rows(), await entries(), stdout])
  for (const { stdout: secret } of [made, rotated]) expect(kept).not.toContain(secret.trim().slice(12, -4))
})

test.each([
  ['no command', [], /^Usage:\n {2}npm run admin -- keys create /],
  [
    'an unknown scope',
    ['create', '--merchant', 'Newcomer', '--mode', 'live', '--scope', 'root'],
    /^scopes: Must be one of read, charge, /,
  ],
  ['an unknown mode', ['create', '--merchant', 'Shop', '--mode', 'prod'], /^--mode must be test or live\nUsage:/],
  ['the sandbox’s merchant', ['create', '--merchant', 'Sandbox', '--mode', 'test'], /^The merchant "Sandbox" is /],
  ['an unknown key', ['revoke', 'key_unknown'], /^There is no key with the id key_unknown\. /],
  ['a key too many', ['revoke', 'key_1', 'key_2'], /^an argument is missing, or there are too many\nUsage:/],
  ['an unknown merchant', ['list', '--merchant', 'Nobody', '--mode', 'live'], /^There is no merchant with the name/],
  [
    'an overlap that is no number',
    ['rotate', 'key_1', '--overlap-seconds', '1h'],
    /^--overlap-seconds must be a whole/,
  ],
])('is refused with 1, and changes nothing: %s', async (_what, words, message) => {
  const state = async () => [await rows(), await merchants(), await entries()]
  const before = await state()
  const { code, stdout, stderr } = await keys(...words)
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(message)
  expect(await state()).toEqual(before)
})
