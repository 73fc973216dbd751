import { afterAll, beforeAll, expect, test } from 'vitest'
import { meterAccounts } from '../../src/app/gauges/log-and-checks.ts'
import { followOwnAccounts } from '../../src/app/own-accounts.ts'
import { createLog } from '../../src/base/log/log.ts'
import { createMetrics } from '../../src/http/metrics.ts'
import { createProviderRegistry } from '../../src/providers/registry.ts'
import { retireAccount } from '../../src/store/provider-account/repository.ts'
import { atPpro, givenOwnPpro, newPpro, setPpro, tryAgreement } from '../operations/provider-account/support.ts'
import { eventually } from '../support/until.ts'
import { account as shared } from '../support/world/simulators.ts'
import { createWorld, type World } from '../support/world/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const log = createLog({ level: 'silent', program: 'test' })

test('another process has a new account, new credentials and an end without a restart and without a request', async () => {
  const { database, vault } = world.deps
  const registry = createProviderRegistry({ ppro: undefined, aps: undefined }, { log })
  const other = await followOwnAccounts({ database, vault, log, registry })
  try {
    const { tenant } = world.caller
    expect(registry.accountOf('PPRO', tenant)).toBeNull()
    const account = newPpro()
    atPpro(world, account)
    const { id } = (await setPpro(world, account)).providerAccount
    await eventually(() => expect(registry.accountOf('PPRO', tenant)).toBe(id))
    const provider = registry.find('PPRO', id)
    const next = newPpro(account.merchantId)
    atPpro(world, next)
    await setPpro(world, next)
    await eventually(() => expect(registry.own(id)).toMatchObject({ version: 2, config: next }))
    // It goes on with the new credentials.
    const question = { about: 'charge', providerReference: null, sentReference: 'att_unknown' } as const
    expect(await provider?.queryStatus(question, { deadlineMs: 5_000 })).toMatchObject({ found: 'absent' })
    expect(registry.find('PPRO', id)).toBe(provider)
    await retireAccount(database, tenant, id, new Date())
    await eventually(() => expect(registry.accountOf('PPRO', tenant)).toBeUndefined())
  } finally {
    await other.stop()
    await registry.close()
  }
})

test('an account whose credentials cannot be decrypted is a metric and an error; nothing is made on another account instead', async () => {
  const { database, vault } = world.deps
  const [broken, sound] = [await givenOwnPpro(world), await givenOwnPpro(world)]
  await database.pool.query(
    `UPDATE provider_accounts a SET encrypted_credentials = b.encrypted_credentials, version = a.version + 1
     FROM provider_accounts b WHERE a.id = $1 AND b.id = $2`,
    [broken.id, sound.id],
  )
  const metrics = createMetrics()
  const lines: string[] = []
  const loud = createLog({ level: 'error', program: 'test' }, { write: line => void lines.push(line) })
  const ppro = { baseUrl: `${world.sandbox.url}/ppro`, ...shared, simulated: true }
  const registry = createProviderRegistry({ ppro, aps: undefined }, { log })
  const onRead = meterAccounts(metrics)
  const other = await followOwnAccounts({ database, vault, log: loud, registry, onRead })
  const unreadable = async () =>
    (await metrics.registry.metrics()).match(/^perennial_provider_accounts_unreadable .*$/m)?.[0]
  const deps = { ...world.deps, providers: { ...registry, refresh: other.refresh } }
  try {
    expect(await unreadable()).toBe('perennial_provider_accounts_unreadable 1')
    expect(lines).toEqual([expect.stringContaining(broken.id)])
    expect(registry.find('PPRO', sound.id)).toBeDefined()
    expect(await tryAgreement({ ...broken.own, deps })).toEqual({
      ok: false,
      error: {
        code: 'PROVIDER_UNAVAILABLE',
        message: expect.stringContaining(`cannot use the provider account ${broken.id}`),
        retryAfter: null,
      },
    })
    expect((await tryAgreement({ ...sound.own, deps })).ok).toBe(true)
    await setPpro({ ...broken.own, deps }, broken.account)
    expect(await unreadable()).toBe('perennial_provider_accounts_unreadable 0')
    expect((await tryAgreement({ ...broken.own, deps })).ok).toBe(true)
  } finally {
    await other.stop()
    await registry.close()
  }
})
