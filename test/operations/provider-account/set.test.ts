import { afterAll, beforeAll, expect, test } from 'vitest'
import { providerAccountSet } from '../../../src/operations/provider-account/set.ts'
import { createWorld, type World } from '../../support/world/world.ts'
import { atAps, atPpro, newAps, newPpro } from './support.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const stored = async () => (await world.database.pool.query('SELECT * FROM provider_accounts ORDER BY id')).rows

test.each<[string, string, () => object]>([
  [
    'an API key that PPRO does not know',
    'ppro: The provider must accept the credentials, but PPRO does not accept the API key (401). Nothing was saved. Check the credentials.',
    () => {
      const account = newPpro()
      atPpro(world, account)
      return { ppro: { ...account, apiKey: 'key_wrong' } }
    },
  ],
  [
    'a merchant id that the API key may not act for',
    'ppro: The provider must accept the credentials, but the API key may not act for this merchant id (403). Nothing was saved. Check the credentials.',
    () => ({ ppro: { ...newPpro(), apiKey: 'key_sandbox_test', merchantId: 'merch_unknown' } }),
  ],
  [
    'a request phrase that APS does not accept',
    'aps: The provider must accept the credentials, but APS does not accept the signature (00008): the SHA request phrase or the SHA type is wrong. Nothing was saved. Check the credentials.',
    () => {
      const account = newAps()
      atAps(world, account)
      return { aps: { ...account, shaRequestPhrase: 'wrong' } }
    },
  ],
  [
    'a response phrase by which APS does not sign',
    "aps: The provider must accept the credentials, but the signature of APS's answer does not match: the SHA response phrase or the SHA type is wrong. Nothing was saved. Check the credentials.",
    () => {
      const account = newAps()
      atAps(world, account)
      return { aps: { ...account, shaResponsePhrase: 'wrong' } }
    },
  ],
  [
    'an access code that APS does not know',
    'aps: The provider must accept the credentials, but APS does not know the access code (00010). Nothing was saved. Check the credentials.',
    () => {
      const account = newAps()
      atAps(world, account)
      return { aps: { ...account, accessCode: 'wrongcode' } }
    },
  ],
  ['neither provider', 'Must have either ppro or aps.', () => ({})],
  ['both providers', 'Must have either ppro or aps.', () => ({ ppro: newPpro(), aps: newAps() })],
  [
    'a key with a space',
    'ppro.apiKey: Must be printable ASCII characters without spaces.',
    () => ({ ppro: { ...newPpro(), apiKey: 'a b' } }),
  ],
  [
    'an overlap that is too long',
    'overlapSeconds: Must be from 0 to 2592000.',
    () => ({ ppro: newPpro(), overlapSeconds: 2_592_001 }),
  ],
])('is refused, and nothing is saved: %s', async (_what, message, input) => {
  const before = await stored()
  expect(await providerAccountSet(world.deps, world.caller, input())).toMatchObject({
    ok: false,
    error: { code: 'INVALID_INPUT', message },
  })
  expect(await stored()).toEqual(before)
})

test('a provider that does not answer: nothing is saved', async () => {
  const before = await stored()
  const settings = {
    ...world.deps.settings,
    accountAddresses: () => ({
      ppro: { baseUrl: 'http://127.0.0.1:9', simulated: true },
      aps: { apiUrl: 'http://127.0.0.1:9/a', pageUrl: 'http://127.0.0.1:9/b', simulated: true },
    }),
  }
  for (const input of [{ ppro: newPpro() }, { aps: newAps() }])
    expect(await providerAccountSet({ ...world.deps, settings }, world.caller, input)).toMatchObject({
      ok: false,
      error: { code: 'PROVIDER_UNAVAILABLE', message: expect.stringContaining('Nothing was saved.') },
    })
  expect(await stored()).toEqual(before)
})

test('where there are no accounts of the key’s mode: nothing is saved', async () => {
  const settings = { ...world.deps.settings, accountAddresses: () => undefined }
  const before = await stored()
  expect(await providerAccountSet({ ...world.deps, settings }, world.caller, { ppro: newPpro() })).toMatchObject({
    ok: false,
    error: { code: 'INVALID_STATE', status: 'SANDBOX' },
  })
  expect(await stored()).toEqual(before)
})
