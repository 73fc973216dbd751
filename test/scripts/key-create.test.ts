import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../src/base/time/clock.ts'
import { systemTime } from '../../src/base/time/real-time.ts'
import { authenticate } from '../../src/operations/access/authenticate.ts'
import { openDatabase } from '../../src/store/sql/database.ts'
import { audited } from '../admin/support/admin.ts'
import { createTestDatabase, type TestDatabase } from '../support/database/database.ts'
import { newVault } from '../support/world/vault.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const program = fileURLToPath(new URL('../../scripts/key-create.ts', import.meta.url))

const create = (...args: string[]) =>
  new Promise<{ code: unknown; stdout: string; stderr: string }>(resolve => {
    const env = { PATH: process.env['PATH'], DATABASE_URL: database.url }
    execFile(process.execPath, [program, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    )
  })

const rows = async (sql: string) => (await database.pool.query(sql)).rows

test('creates the merchant once, and each time a key that works', async () => {
  const live = await create('--merchant', 'ACME GmbH', '--mode', 'live')
  const chosen = ['--scope', 'refund', '--scope', 'read', '--scope', 'read']
  const tested = await create('--merchant', 'ACME GmbH', '--mode', 'test', ...chosen)
  expect(live).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^sk_live_[0-9a-f]{48}\n$/),
    stderr: 'It is not stored and cannot be shown again.\n',
  })
  expect(tested.stdout).toMatch(/^sk_test_[0-9a-f]{48}\n$/)
  const opened = openDatabase({ url: database.url })
  const callers = await Promise.all(
    [live, tested].map(({ stdout }) =>
      authenticate(
        {
          database: opened,
          vault: newVault(),
          clock: systemClock,
          realTime: systemTime,
          background: { run: () => {} },
        },
        stdout.trim(),
      ),
    ),
  )
  await opened.close()
  expect(callers.map(caller => [caller?.merchantName, caller?.tenant.mode, caller?.scopes])).toEqual([
    ['ACME GmbH', 'LIVE', ['read', 'charge', 'refund', 'manage']],
    ['ACME GmbH', 'TEST', ['read', 'refund']],
  ])
  expect(await rows('SELECT name FROM merchants')).toEqual([{ name: 'ACME GmbH' }])
  const ids = (await rows('SELECT id FROM api_keys ORDER BY created_at')).map(({ id }) => id)
  expect(await audited(database)).toEqual(ids.map(id => ['admin:keys create', id, 'DONE']))
  const kept = JSON.stringify(await rows('SELECT k, a FROM api_keys k, audit_log a'))
  for (const { stdout } of [live, tested]) expect(kept).not.toContain(stdout.trim())
})

test.each([
  ['no arguments', []],
  ['no name', ['--merchant', ' ', '--mode', 'test']],
  ['another mode', ['--merchant', 'Other', '--mode', 'prod']],
  ['an unknown scope', ['--merchant', 'Other', '--mode', 'test', '--scope', 'root']],
  ['an unknown scope among others', ['--merchant', 'Other', '--mode', 'test', '--scope', 'read', '--scope', 'root']],
  ['an unknown option', ['--name', 'Other']],
  ['the sandbox’s merchant', ['--merchant', 'Sandbox', '--mode', 'test']],
])('is refused with 1, and creates nothing: %s', async (_what, args) => {
  const count = () =>
    rows('SELECT (SELECT count(*) FROM api_keys) AS keys, (SELECT count(*) FROM audit_log) AS entries')
  const before = await count()
  const { code, stdout, stderr } = await create(...args)
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/^Usage: |^The merchant "Sandbox" /)
  expect(await count()).toEqual(before)
})
