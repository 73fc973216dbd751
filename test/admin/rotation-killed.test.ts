import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { openInstallation } from '../../src/app/installation.ts'
import { masterKeys } from '../../src/base/encryption/keys.ts'
import type { Vault } from '../../src/base/encryption.ts'
import { chargeCreate } from '../../src/operations/charge/create.ts'
import { consumerErase } from '../../src/operations/consumer/erase.ts'
import { consumerUpdate } from '../../src/operations/consumer/update.ts'
import { encryptionStatus } from '../../src/operations/encryption/status.ts'
import { givenOwnPpro } from '../operations/provider-account/support.ts'
import { plainValues } from '../support/database/encrypted-values.ts'
import { until } from '../support/until.ts'
import { givenActiveCard, givenCardAgreement } from '../support/world/card.ts'
import { agreementIs, givenActiveAgreement, givenConsumer, key, mustSucceed, usd } from '../support/world/story.ts'
import { exchangeable } from '../support/world/vault.ts'
import { createWorld, type World } from '../support/world/world.ts'
import { startAdmin } from './support/admin.ts'

const [first, second] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
const masters = masterKeys([second, first])

let world: World
/** The vault of all gateways, until they are started again with other keys. */
let vault: Vault
beforeAll(async () => {
  world = await createWorld(
    {},
    {
      openVault: async database => {
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
    (await openInstallation(database, masterKeys(keys), new Date())).vault

const databaseUrl = () => String(world.database.pool.options.connectionString)

const rotation = () =>
  startAdmin(
    {
      DATABASE_URL: databaseUrl(),
      ENCRYPTION_KEY: second.toString('hex'),
      ENCRYPTION_KEY_PREVIOUS: first.toString('hex'),
    },
    'encryption',
    'rotate',
  )

/** Makes the rotation wait inside its batch of this table, at the row of this consumer. `release` lets it go on. */
async function stopsAt(table: 'data_keys' | 'consumers', column: string, consumerId: string) {
  const holder = new pg.Client(databaseUrl())
  await holder.connect()
  onTestFinished(() => holder.end())
  await holder.query('SELECT pg_advisory_lock(7)')
  await holder.query(
    `CREATE FUNCTION wait_here() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       IF current_setting('application_name') = 'perennial-admin-encryption' THEN PERFORM pg_advisory_xact_lock(7); END IF;
       RETURN NEW; END $$`,
  )
  await holder.query(
    `CREATE TRIGGER wait_here BEFORE UPDATE ON ${table} FOR EACH ROW
     WHEN (NEW.${column} = '${consumerId}') EXECUTE FUNCTION wait_here()`,
  )
  return {
    // Longer than usual: a process starts, and the machine may be busy.
    waits: () => expect.poll(waiting, { timeout: 150_000 }).toBe(1),
    async release() {
      await holder.query('SELECT pg_advisory_unlock(7)')
      await until('its connection to end', async () => (await sessions()) === 0)
      await world.database.pool.query('DROP FUNCTION wait_here CASCADE')
    },
  }
}

const count = async (condition: string) =>
  Number(
    (
      await world.database.pool.query(
        `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
         AND application_name = 'perennial-admin-encryption' AND ${condition}`,
      )
    ).rows[0].count,
  )
const waiting = () => count(`wait_event = 'advisory'`)
const sessions = () => count('true')

/** Consumers and charges that come and change while the rotation runs. */
function load(agreement: { readonly id: string; readonly consumerId: string }) {
  const { deps, caller } = world
  let rounds = 0
  let loading = true
  const ended = (async () => {
    while (loading) {
      const { id: consumerId } = await givenConsumer(world)
      mustSucceed(await consumerUpdate(deps, caller, { consumerId, name: `Name ${rounds}` }))
      const charge = { idempotencyKey: key(), agreementId: agreement.id, amount: usd(100n) }
      expect(mustSucceed(await chargeCreate(deps, caller, charge)).charge.status).toBe('CAPTURED')
      rounds += 1
    }
  })()
  const stop = () => {
    loading = false
    return ended
  }
  onTestFinished(() => stop().catch(() => {}))
  return {
    stop,
    /** Waits until another round has begun and ended. */
    goesOn: async () => {
      const before = rounds
      await Promise.race([ended, until('the load to go on', () => rounds > before + 1)])
    },
  }
}

/** Which data still depends on the former key: the two installation keys, consumers' data keys, e-mail hashes. */
async function dependsOnFormer() {
  const { versions } = await encryptionStatus(world.database, masters)
  const former = versions.find(({ state }) => state === 'previous')
  return {
    installation: former?.installationKeys !== 0,
    dataKeys: former?.dataKeys !== 0,
    hashes: former?.emailHashes !== 0,
  }
}

test('a rotation under load, killed in the middle of two batches: every row is readable before, during and after', async () => {
  const { deps, caller, database } = world
  const agreement = await givenActiveAgreement(world)
  await givenActiveCard(world)
  await givenOwnPpro(world)
  const pending = await givenCardAgreement(world, { client: { ip: '203.0.113.20' } })
  const erase = async (): Promise<string> => {
    const { id, consumerId } = await givenActiveAgreement(world)
    mustSucceed(await consumerErase(deps, caller, { consumerId }))
    await agreementIs(world, id, 'REVOKED_BY_MERCHANT')
    return consumerId
  }
  const erased = [await erase()]
  await world.quiet()
  const before = await plainValues(database, vault)
  const expectReadable = async () => {
    const now = await plainValues(database, vault)
    expect([...before].filter(([place, text]) => now.get(place) !== text)).toEqual([])
  }

  // The gateways are started again with the new key, and the former one beside it.
  vault = await open(second, first)(database)
  await expectReadable()
  const loaded = load(agreement)
  const audited = async () =>
    (await database.pool.query(`SELECT FROM audit_log WHERE actor_kind = 'OPERATOR'`)).rowCount
  for (const [table, column, left] of [
    ['data_keys', 'consumer_id', { installation: false, dataKeys: true, hashes: true }],
    ['consumers', 'id', { installation: false, dataKeys: false, hashes: true }],
  ] as const) {
    const middle = await stopsAt(table, column, pending.consumerId)
    const { child, ended } = rotation()
    const early = ended.then(({ stderr }) => {
      throw new Error(`the rotation ended before its middle: ${stderr}`)
    })
    await Promise.race([early, middle.waits()])
    early.catch(() => {})
    await expectReadable()
    erased.push(await erase())
    child.kill('SIGKILL')
    expect((await ended).code).toBe('SIGKILL')
    await middle.release()
    expect([table, await dependsOnFormer()]).toEqual([table, left])
    await expectReadable()
    await loaded.goesOn()
  }
  expect(await audited()).toBe(0)

  const { code, stdout } = await rotation().ended
  expect([code, stdout]).toEqual([0, expect.stringContaining('Left to rotate: 0.')])
  expect(await audited()).toBe(1)
  await loaded.stop()
  await world.quiet()
  await expectReadable()
  // The former key is gone.
  vault = await open(second)(database)
  await expectReadable()
  const { rows } = await database.pool.query(
    `SELECT count(*)::int AS consumers, count(encrypted_personal)::int AS personal, count(email_hash)::int AS hashes,
       (SELECT count(*)::int FROM data_keys k WHERE k.consumer_id = ANY ($1)) AS keys
     FROM consumers WHERE id = ANY ($1) AND erased_at IS NOT NULL`,
    [erased],
  )
  expect(rows).toEqual([{ consumers: 3, personal: 0, hashes: 0, keys: 0 }])
}, 600_000)
