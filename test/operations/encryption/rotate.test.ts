import { afterAll, beforeAll, expect, test } from 'vitest'
import { openInstallation } from '../../../src/app/installation.ts'
import { masterKeys } from '../../../src/base/encryption/keys.ts'
import { type EncryptedColumn, encryptedColumns } from '../../../src/base/encryption/values.ts'
import type { Vault } from '../../../src/base/encryption.ts'
import { chargeCreate } from '../../../src/operations/charge/create.ts'
import { consumerErase } from '../../../src/operations/consumer/erase.ts'
import { consumerUpdate } from '../../../src/operations/consumer/update.ts'
import { encryptionRotate } from '../../../src/operations/encryption/rotate.ts'
import { encryptionStatus, leftToRotate } from '../../../src/operations/encryption/status.ts'
import { webhookEndpointCreate } from '../../../src/operations/webhook-endpoint/create.ts'
import { emailHashes } from '../../../src/store/consumer/personal-data.ts'
import { readValues, rewriteValues } from '../../../src/store/encryption/values.ts'
import { createCursorCodec } from '../../../src/store/event-log/cursor.ts'
import { encryptedValues, plainValues } from '../../support/database/encrypted-values.ts'
import { format1, formerKeyCheck, formerMac } from '../../support/database/format-1.ts'
import { givenActiveCard, givenCardAgreement } from '../../support/world/card.ts'
import { agreementIs, givenActiveAgreement, givenConsumer, key, mustSucceed, usd } from '../../support/world/story.ts'
import { exchangeable } from '../../support/world/vault.ts'
import { createWorld, type World } from '../../support/world/world.ts'
import { givenOwnPpro } from '../provider-account/support.ts'

const [first, second] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
const columns = Object.keys(encryptedColumns) as EncryptedColumn[]
const now = () => new Date()

let world: World
/** The vault of all gateways, until they are started again with other keys. */
let vault: Vault
beforeAll(async () => {
  world = await createWorld(
    {},
    {
      openVault: async database => {
        await database.pool.query(
          `INSERT INTO installation (id, log_epoch, key_check, created_at) VALUES (1, 'epoch001', $1, now())`,
          [formerKeyCheck(first)],
        )
        vault = await open(first)(database)
        return exchangeable(() => vault)
      },
    },
  )
})
afterAll(() => world.close())

const open =
  (...keys: Buffer[]) =>
  async (database: World['database']) =>
    (await openInstallation(database, masterKeys(keys), now())).vault

const values = () => encryptedValues(world.database)
const plain = (by: Vault = vault) => plainValues(world.database, by)

/** Makes the database what an earlier version left behind. */
async function asEarlierVersion(): Promise<void> {
  const texts = await plain()
  for (const { id, column } of await values()) {
    const [table = '', name = ''] = column.split('.')
    const use = encryptedColumns[column]
    if (use === null) continue
    const former = format1(first, use, texts.get(`${column} ${id}`) ?? '')
    await world.database.pool.query(`UPDATE ${table} SET ${name} = $2 WHERE id = $1`, [id, former])
  }
  await world.database.pool.query('UPDATE consumers SET email_hash = $1 WHERE email_hash IS NOT NULL', [
    formerMac(first, 'email', 'john@example.com'),
  ])
  await world.database.pool.query('DELETE FROM data_keys')
}

async function found(email: string): Promise<number> {
  const { rows } = await world.database.pool.query('SELECT id FROM consumers WHERE email_hash = ANY ($1)', [
    emailHashes(vault, email),
  ])
  return rows.length
}

test('a rotation under load, interrupted after every batch: all is readable before, during and after, and nothing is left', async () => {
  const { deps, caller, database } = world
  const agreement = await givenActiveAgreement(world)
  await givenActiveCard(world)
  await givenOwnPpro(world)
  mustSucceed(await webhookEndpointCreate(deps, caller, { idempotencyKey: key(), url: 'https://shop.example/events' }))
  const pending = await givenCardAgreement(world, { client: { ip: '203.0.113.20' } })
  const keyed = { idempotencyKey: key(), agreementId: agreement.id, amount: usd(700n) }
  const paid = mustSucceed(await chargeCreate(deps, caller, keyed)).charge
  const erased = await givenActiveAgreement(world)
  mustSucceed(await consumerErase(deps, caller, { consumerId: erased.consumerId }))
  await agreementIs(world, erased.id, 'REVOKED_BY_MERCHANT')
  await world.quiet()
  await asEarlierVersion()
  const before = await plain()
  expect([...new Set([...before.keys()].map(place => place.split(' ')[0]))].sort()).toEqual([...columns].sort())
  const cursor = createCursorCodec({ epoch: 'epoch001', vault }).encode(caller.tenant, {
    kind: 'position',
    xid: 1n,
    seq: 1n,
  })

  // The gateways are started again with the new key, and the former one beside it.
  const masters = masterKeys([second, first])
  vault = await open(second, first)(database)
  expect(leftToRotate(await encryptionStatus(database, masters))).toBeGreaterThan(before.size)
  let loaded = 0
  let loading = true
  const load = (async () => {
    while (loading) {
      const consumer = await givenConsumer(world)
      const input = { consumerId: consumer.id, name: `Name ${loaded}` }
      mustSucceed(await consumerUpdate(deps, caller, input))
      mustSucceed(await consumerUpdate(deps, caller, { consumerId: agreement.consumerId, name: `John ${loaded}` }))
      mustSucceed(
        await chargeCreate(deps, caller, { idempotencyKey: key(), agreementId: agreement.id, amount: usd(100n) }),
      )
      loaded += 1
    }
  })()
  let status: Awaited<ReturnType<typeof encryptionRotate>> | undefined
  const stoppedIn = new Set<string>()
  while (status === undefined) {
    // Each batch is committed: the next run goes on behind it.
    const onProgress = (what: string, done: number) => {
      if (done === 0) return
      stoppedIn.add(what)
      throw new Error('killed')
    }
    try {
      status = await encryptionRotate({ database, masters, vault, now, onProgress, batchSize: 10 })
    } catch (error) {
      expect(error).toMatchObject({ message: 'killed' })
    }
    const read = await plain()
    for (const [place, text] of before)
      if (place !== `consumers.encrypted_personal ${agreement.consumerId}`)
        expect([place, read.get(place)]).toEqual([place, text])
    expect(await found('JOHN@example.com')).toBeGreaterThanOrEqual(4)
  }
  loading = false
  await load
  // What requests write meanwhile can leave nothing to do for the keys and hashes; each column has rows that none of them writes.
  // These are younger than the former format, and under the installation's key, which stays the same.
  const younger = ['provider_accounts.encrypted_credentials', 'webhook_endpoints.encrypted_secrets']
  const rewritten = columns.filter(column => !younger.includes(column))
  expect([...stoppedIn]).toEqual(expect.arrayContaining(rewritten))
  expect(loaded).toBeGreaterThan(0)

  // What was written during the last round may be left: the next run finds it, and then there is nothing.
  await world.quiet()
  status = await encryptionRotate({ database, masters, vault, now, onProgress: () => {} })
  expect(leftToRotate(status)).toBe(0)
  const [current, former] = status.versions
  expect(current).toMatchObject({ version: masters.current.version, state: 'current', installationKeys: 2 })
  expect(former).toMatchObject({ state: 'previous', installationKeys: 0, dataKeys: 0, emailHashes: 0 })

  // The former key is gone: everything is read without it, and nobody starts with it alone.
  vault = await open(second)(database)
  const after = await plain()
  for (const place of before.keys()) expect([place, after.has(place)]).toEqual([place, true])
  await expect(open(first)(database)).rejects.toThrow('The database was encrypted with another master key')
  expect(await found('john@example.com')).toBe(current?.emailHashes)
  const again = mustSucceed(await chargeCreate(deps, caller, keyed))
  expect([again.replayed, again.charge.id]).toEqual([true, paid.id])
  const both = await open(second, first)(database)
  expect(createCursorCodec({ epoch: 'epoch001', vault: both }).decode(caller.tenant, cursor)).toMatchObject({
    ok: true,
  })
  expect(createCursorCodec({ epoch: 'epoch001', vault }).decode(caller.tenant, cursor)).toMatchObject({ ok: false })

  // Erased stays erased.
  const { rows } = await database.pool.query(
    `SELECT encrypted_personal, email_hash, (SELECT count(*) FROM data_keys k WHERE k.consumer_id = c.id)::int AS keys FROM consumers c WHERE id = $1`,
    [erased.consumerId],
  )
  expect(rows).toEqual([{ encrypted_personal: null, email_hash: null, keys: 0 }])

  // A value of format 1 from an old copy of the database is not believed any more.
  const old = format1(first, 'personal', '{"name":"Mallory"}')
  expect(() => both.decrypt({ column: 'agreements.encrypted_client_ip', id: pending.id }, null, old)).toThrow(
    'no longer contains',
  )
})

test('every encrypted column of the schema is one that a rotation writes again', async () => {
  const { rows } = await world.database.pool.query<{ name: string }>(
    `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name LIKE 'encrypted%' ORDER BY name`,
  )
  expect(rows.map(({ name }) => name)).toEqual([...columns].sort())
})

test('a value that is written at the same moment stays as its writer wrote it', async () => {
  const { deps, caller, database } = world
  const { id: consumerId } = await givenConsumer(world)
  await database.pool.query('UPDATE consumers SET encrypted_personal = $2 WHERE id = $1', [
    consumerId,
    vault.encrypt({ column: 'consumers.encrypted_personal', id: consumerId }, null, '{"name":"Before"}'),
  ])
  const { stale } = await readValues(database, 'consumers.encrypted_personal', '', 1_000)
  expect(stale.map(({ id }) => id)).toEqual([consumerId])
  mustSucceed(await consumerUpdate(deps, caller, { consumerId, name: 'After' }))
  expect(await rewriteValues(database, vault, 'consumers.encrypted_personal', stale)).toBe(0)
  expect((await plain()).get(`consumers.encrypted_personal ${consumerId}`)).toContain('After')
})
