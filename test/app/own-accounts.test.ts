import { afterAll, beforeAll, expect, test } from 'vitest'
import { followOwnAccounts } from '../../src/app/own-accounts.ts'
import { createLog } from '../../src/base/log/log.ts'
import { createProviderRegistry } from '../../src/providers/registry.ts'
import { retireAccount } from '../../src/store/provider-account/repository.ts'
import { atPpro, newPpro, setPpro } from '../operations/provider-account/support.ts'
import { eventually } from '../support/until.ts'
import { createWorld, type World } from '../support/world.ts'

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
