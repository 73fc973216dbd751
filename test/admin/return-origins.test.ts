import { userInfo } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database/database.ts'
import { admin } from './support/admin.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await database.pool.query(`INSERT INTO merchants (id, name, created_at) VALUES ('mer_1', 'ACME GmbH', now())`)
})
afterAll(() => database.drop())

const run = (...words: string[]) => admin({ DATABASE_URL: database.url }, 'return-origins', ...words)
const rows = async (sql: string) => (await database.pool.query(sql)).rows
const merchant = ['--merchant', 'ACME GmbH', '--mode', 'live']

test('shows, replaces and clears the list, and says who did it', async () => {
  expect(await run('show', ...merchant)).toMatchObject({ code: 0, stdout: 'Every origin is allowed.\n' })
  const allow = ['--allow', 'https://shop.example', '--allow', 'https://www.shop.example']
  const shown = 'https://shop.example\nhttps://www.shop.example\n'
  expect(await run('set', ...merchant, ...allow)).toEqual({ code: 0, stdout: shown, stderr: '' })
  expect(await run('show', ...merchant)).toMatchObject({ stdout: shown })
  expect(await run('set', ...merchant, '--clear')).toMatchObject({ code: 0, stdout: 'Every origin is allowed.\n' })
  const entry = { actor_kind: 'OPERATOR', actor_id: userInfo().username, object_id: 'mer_1', mode: 'LIVE' }
  const columns = 'actor_kind, actor_id, object_id, mode, action, outcome'
  expect(await rows(`SELECT ${columns} FROM audit_log ORDER BY id`)).toEqual(
    [1, 2].map(() => ({ ...entry, action: 'admin:return-origins set', outcome: 'DONE' })),
  )
})

test.each([
  ['no arguments', []],
  ['neither a list nor none', merchant],
  ['another mode', ['--merchant', 'ACME GmbH', '--mode', 'prod']],
  ['a list and none', [...merchant, '--allow', 'https://shop.example', '--clear']],
  ['an unknown option', [...merchant, '--add', 'https://shop.example']],
  ['a path', [...merchant, '--allow', 'https://shop.example/done']],
  ['plain http', [...merchant, '--allow', 'http://shop.example']],
  ['another merchant', ['--merchant', 'Nobody', '--mode', 'live', '--clear']],
])('is refused with 1, and changes nothing: %s', async (_what, args) => {
  const state = () => rows('SELECT (SELECT count(*) FROM audit_log) a, (SELECT jsonb_agg(r) FROM return_origins r) o')
  const before = await state()
  const { code, stdout, stderr } = await run('set', ...args)
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/^(--allow: Must |There is no merchant with the name "Nobody"|[^\n]+\nUsage:\n)/)
  expect(await state()).toEqual(before)
})
