import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openInstallation } from '../../src/app/installation.ts'
import { masterKeys } from '../../src/base/encryption/keys.ts'
import { openDatabase } from '../../src/store/sql/database.ts'
import { createTestDatabase, type TestDatabase } from '../support/database/database.ts'
import { admin } from './support/admin.ts'

const keys = [1, 2, 3].map(byte => Buffer.alloc(32, byte)) as [Buffer, Buffer, Buffer]
const [first, second, third] = keys
const [firstVersion, secondVersion, thirdVersion] = masterKeys(keys).all.map(({ version }) => version)

let database: TestDatabase
let folder: string
beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'perennial-admin-'))
  const opened = openDatabase({ url: database.url })
  await openInstallation(opened, masterKeys([first]), new Date())
  await opened.close()
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await database.drop()
})

const encryption = (variables: Record<string, string>, ...words: string[]) =>
  admin({ DATABASE_URL: database.url, ...variables }, 'encryption', ...words)
const rows = async (sql: string) => (await database.pool.query(sql)).rows
const audited = () => rows('SELECT * FROM audit_log ORDER BY id')
const entry = {
  ...{ merchant_id: null, mode: null, actor_kind: 'OPERATOR', actor_id: userInfo().username },
  ...{ action: 'admin:encryption rotate', outcome: 'DONE', code: null, reason: null, address: null, request_id: null },
  ...{ id: expect.stringMatching(/^aud_/), at: expect.any(Date) },
}
const none = '0 data keys, 0 e-mail hashes'

test('rotates with the keys of the variables, says what is left, and is recorded once', async () => {
  const both = { ENCRYPTION_KEY: second.toString('base64'), ENCRYPTION_KEY_PREVIOUS: first.toString('hex') }
  const status = await encryption(both, 'status')
  expect(status).toMatchObject({ code: 0, stderr: '' })
  expect(status.stdout.split('\n')).toEqual([
    `master key ${secondVersion} (current): 0 installation keys, ${none}`,
    `master key ${firstVersion} (previous): 2 installation keys, ${none}`,
    'Left to rotate: 2. Run "npm run admin -- encryption rotate".',
    '',
  ])
  expect(await audited()).toEqual([])
  const rotated = await encryption(both, 'rotate')
  expect(rotated).toMatchObject({ code: 0, stderr: '' })
  expect(rotated.stdout.split('\n')).toEqual([
    'installation keys: 2',
    `master key ${secondVersion} (current): 2 installation keys, ${none}`,
    `master key ${firstVersion} (previous): 0 installation keys, ${none}`,
    'Left to rotate: 0. No data needs a previous key.',
    '',
  ])
  expect(await audited()).toEqual([{ ...entry, object_id: secondVersion }])
})

test.each([
  ['without the key of the database', { ENCRYPTION_KEY: first.toString('hex') }, ['rotate'], /^The database was encr/],
  [
    'with a word too many',
    { ENCRYPTION_KEY: second.toString('hex') },
    ['rotate', 'now'],
    /\nUsage:\n {2}npm run admin/,
  ],
  [
    'with a previous key that cannot be read',
    { ENCRYPTION_KEY: second.toString('hex'), ENCRYPTION_KEY_PREVIOUS: 'canary' },
    ['rotate'],
    /^ENCRYPTION_KEY_PREVIOUS must be keys of 32 bytes/,
  ],
])('is refused with 1, and changes nothing: %s', async (_what, variables, words, message) => {
  const state = () =>
    rows('SELECT key_check, system_key, (SELECT count(*) FROM audit_log) AS entries FROM installation')
  const before = await state()
  const { code, stdout, stderr } = await encryption(variables, ...words)
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(message)
  expect(stderr).not.toContain('canary')
  expect(await state()).toEqual(before)
})

test('reads the keys of DATA_DIR, the current one first', async () => {
  const lines = [third, second].map(key => `${key.toString('base64')}\n`)
  await writeFile(join(folder, 'encryption-key'), lines.join(''), { mode: 0o600 })
  const { code, stdout } = await encryption({ DATA_DIR: folder }, 'rotate')
  expect([code, stdout.split('\n').slice(0, 2)]).toEqual([
    0,
    ['installation keys: 2', `master key ${thirdVersion} (current): 2 installation keys, ${none}`],
  ])
  expect((await audited()).at(-1)).toEqual({ ...entry, object_id: thirdVersion })
})

test('a rotation that fails is recorded as such', async () => {
  await database.pool.query(
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$;
     CREATE TRIGGER refuse BEFORE UPDATE ON installation FOR EACH ROW EXECUTE FUNCTION refuse()`,
  )
  const before = await rows('SELECT * FROM installation')
  const back = { ENCRYPTION_KEY: first.toString('hex'), ENCRYPTION_KEY_PREVIOUS: third.toString('hex') }
  const { code, stderr } = await encryption(back, 'rotate')
  expect([code, stderr]).toEqual([1, expect.stringContaining('broken')])
  expect((await audited()).at(-1)).toEqual({
    ...{ ...entry, object_id: firstVersion },
    ...{ outcome: 'FAILED', code: 'INTERNAL_SERVER_ERROR' },
  })
  expect(await rows('SELECT * FROM installation')).toEqual(before)
})
