import { afterAll, beforeAll, expect, test } from 'vitest'
import { scopes } from '../../../src/domain/access/scopes.ts'
import { apiKeyCreate } from '../../../src/operations/api-key/create.ts'
import { apiKeyRevoke } from '../../../src/operations/api-key/revoke.ts'
import { apiKeyRotate } from '../../../src/operations/api-key/rotate.ts'
import { auditMutation } from '../../../src/operations/audit/mutation.ts'
import { auditOperator } from '../../../src/operations/audit/operator.ts'
import type { AuditedMutation, Caller } from '../../../src/operations/command/caller.ts'
import { returnOriginsUpdate } from '../../../src/operations/merchant/return-origins.ts'
import { providerAccountRetire } from '../../../src/operations/provider-account/retire.ts'
import { providerAccountSet } from '../../../src/operations/provider-account/set.ts'
import { auditWrite } from '../../../src/store/audit/repository.ts'
import { mustSucceed } from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'

let world: World
let caller: Caller
let apiKeyId: string
let providerAccountId: string
const ppro = { merchantId: 'merch_audit', apiKey: 'canary-key', webhookSecret: 'canary-secret' }
beforeAll(async () => {
  world = await createWorld()
  caller = { ...world.caller, scopes }
  apiKeyId = mustSucceed(await apiKeyCreate(world.deps, caller, { label: 'Backend' })).apiKey.id
  const set = await providerAccountSet(world.deps, caller, { ppro }, { untried: true })
  providerAccountId = mustSucceed(set).providerAccount.id
})
afterAll(() => world.close())

const rows = async (sql: string) => (await world.database.pool.query(sql)).rows
const entries = () => rows('SELECT id, action, object_id, outcome FROM audit_log ORDER BY id')
const changed = () =>
  rows(`SELECT (SELECT jsonb_agg(k ORDER BY id) FROM api_keys k) AS keys,
    (SELECT jsonb_agg(a ORDER BY id) FROM provider_accounts a) AS accounts,
    (SELECT jsonb_agg(o) FROM return_origins o) AS origins`)

/** An entry that the database refuses: it has no code. */
const unwritable = (audit: AuditedMutation): AuditedMutation => ({
  ...audit,
  doneWrites: id =>
    audit
      .doneWrites(id)
      .map(({ parameter }) =>
        auditWrite([{ ...(parameter as Parameters<typeof auditWrite>[0])[0], outcome: 'REFUSED' } as never]),
      ),
})

type As = Caller & { readonly mutation: AuditedMutation }
const origins = ['https://shop.example']
/** Each change, the mutation that asks for it, and what its entry names. */
const changes: readonly [string, object, (as: As) => Promise<{ readonly ok: boolean }>, () => string | RegExp][] = [
  ['apiKeyCreate', { label: 'New' }, as => apiKeyCreate(world.deps, as, { label: 'New' }), () => /^key_/],
  [
    'providerAccountSet',
    {},
    as => providerAccountSet(world.deps, as, { ppro }, { untried: true }),
    () => providerAccountId,
  ],
  [
    'providerAccountRetire',
    {},
    as => providerAccountRetire(world.deps, as, { providerAccountId }),
    () => providerAccountId,
  ],
  ['returnOriginsUpdate', {}, as => returnOriginsUpdate(world.deps, as, { origins }), () => caller.tenant.merchantId],
  ['apiKeyRotate', {}, as => apiKeyRotate(world.deps, as, { apiKeyId }), () => apiKeyId],
  ['apiKeyRevoke', {}, as => apiKeyRevoke(world.deps, as, { apiKeyId }), () => apiKeyId],
]

test.each(changes)('%s is not done if it cannot be recorded', async (mutation, input, change) => {
  const before = [await changed(), await entries()]
  const audit = unwritable(auditMutation(world.deps, caller, { mutation, input, requestId: 'request-1' }))
  await expect(change({ ...caller, mutation: audit })).rejects.toThrow('audit_log_code')
  expect([await changed(), await entries()]).toEqual(before)
})

test.each(changes)('%s is recorded once, with what it does', async (mutation, input, change, named) => {
  const before = await changed()
  const known = (await entries()).length
  const audit = auditMutation(world.deps, caller, { mutation, input, requestId: 'request-1' })
  expect(await change({ ...caller, mutation: audit })).toMatchObject({ ok: true })
  const objectId = named()
  const entry = {
    ...{ id: expect.stringMatching(/^aud_/), action: mutation, outcome: 'DONE' },
    object_id: typeof objectId === 'string' ? objectId : expect.stringMatching(objectId),
  }
  expect((await entries()).slice(known)).toEqual([entry])
  expect(await changed()).not.toEqual(before)
  await audit.record({ outcome: 'DONE', code: null })
  expect((await entries()).slice(known)).toEqual([entry])
})

test('what is refused is not recorded as done', async () => {
  const action = { operator: 'deploy', command: 'keys rotate', at: new Date() }
  const as = { ...caller, mutation: auditOperator(caller.tenant, action) }
  const before = [await changed(), await entries()]
  const unknown = { apiKeyId: 'key_unknown', providerAccountId: 'pac_unknown' }
  const refused = await Promise.all([
    apiKeyRotate(world.deps, as, unknown),
    apiKeyRevoke(world.deps, as, unknown),
    providerAccountRetire(world.deps, as, unknown),
  ])
  expect(refused.map(({ ok }) => ok)).toEqual([false, false, false])
  expect([await changed(), await entries()]).toEqual(before)
})

test('an entry without a merchant is an operator’s, and has no mode either', async () => {
  const copy = (columns: string) =>
    world.database.pool.query(
      `INSERT INTO audit_log SELECT (jsonb_populate_record(a, $1::jsonb)).* FROM audit_log a LIMIT 1`,
      [columns],
    )
  const before = await entries()
  for (const other of [
    { merchant_id: null, mode: null, actor_kind: 'KEY' },
    { merchant_id: null, actor_kind: 'OPERATOR' },
    { mode: null, actor_kind: 'OPERATOR' },
  ])
    await expect(copy(JSON.stringify({ id: 'aud_other', ...other }))).rejects.toThrow('audit_log_tenant')
  expect(await entries()).toEqual(before)
})
