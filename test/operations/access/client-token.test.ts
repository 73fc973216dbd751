import { base64url, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { masterKeys } from '../../../src/base/encryption/keys.ts'
import { createVault, newSystemKeys } from '../../../src/base/encryption.ts'
import { newId } from '../../../src/base/id.ts'
import {
  type ClientTokenClaims,
  signClientToken,
  verifyClientToken,
} from '../../../src/operations/access/client-token.ts'
import { newVault } from '../../support/world/vault.ts'

const vault = newVault()
const now = new Date('2026-03-01T00:00:00.250Z')
const later = (seconds: number) => new Date(now.getTime() + seconds * 1_000)
const claims: ClientTokenClaims = {
  tokenId: newId('clientToken', now),
  apiKeyId: newId('apiKey', now),
  tenant: { merchantId: newId('merchant', now), mode: 'LIVE' },
  consumerId: newId('consumer', now),
  agreementId: newId('agreement', now),
  chargeId: newId('charge', now),
}
const sign = (given: Partial<ClientTokenClaims> = {}) => signClientToken(vault, { ...claims, ...given }, later(60))
const key = vault.mac('client-token', 'key')
const kid = vault.version
const partsOf = (token: string) => token.slice('ct_'.length).split('.') as [string, string, string]

test('a token says what it was signed with, and fits into a header', async () => {
  const token = await sign()
  expect(token).toMatch(/^ct_[\w-]+\.[\w-]+\.[\w-]+$/)
  expect(token.length).toBeLessThan(600)
  expect(await verifyClientToken(vault, token, now)).toEqual(claims)
  const onlyCharge = await sign({ consumerId: null, agreementId: null })
  expect(await verifyClientToken(vault, onlyCharge, now)).toEqual({ ...claims, consumerId: null, agreementId: null })
})

test('its header names the key, so that keys can rotate', async () => {
  const [header] = partsOf(await sign())
  expect(JSON.parse(Buffer.from(base64url.decode(header)).toString())).toEqual({ alg: 'HS256', kid })
})

test('it holds while the master key that signed it is configured', async () => {
  const [first, second] = [1, 2].map(byte => new Uint8Array(32).fill(byte))
  const before = masterKeys([first as Uint8Array])
  const keys = newSystemKeys(before)
  const token = await signClientToken(createVault(before, keys), claims, later(60))
  const rotated = createVault(masterKeys([second as Uint8Array, first as Uint8Array]), keys)
  expect(await verifyClientToken(rotated, token, now)).toEqual(claims)
})

test('it ends with the second in which it expires', async () => {
  const token = await sign()
  expect(await verifyClientToken(vault, token, later(59))).toEqual(claims)
  expect(await verifyClientToken(vault, token, later(61))).toBeUndefined()
})

const own = () =>
  new SignJWT({ key: claims.apiKeyId, mer: claims.tenant.merchantId, mode: 'LIVE', chg: claims.chargeId })
    .setJti(claims.tokenId)
    .setExpirationTime(later(60))

test.each<[string, () => Promise<string>]>([
  ['another master key', () => signClientToken(newVault(), claims, later(60))],
  ['no prefix', async () => (await sign()).slice('ct_'.length)],
  ['another prefix', async () => (await sign()).replace('ct_', 'sk_')],
  [
    'a changed body',
    async () => {
      const [header, , signature] = partsOf(await sign())
      const [, body] = partsOf(await sign({ chargeId: newId('charge', now) }))
      return `ct_${header}.${body}.${signature}`
    },
  ],
  ['a cut signature', async () => (await sign()).slice(0, -4)],
  [
    'no algorithm',
    async () => {
      const [, body] = partsOf(await sign())
      return `ct_${base64url.encode(JSON.stringify({ alg: 'none', kid }))}.${body}.`
    },
  ],
  [
    'another algorithm',
    async () => `ct_${await own().setProtectedHeader({ alg: 'HS512', kid }).sign(Buffer.alloc(64, key))}`,
  ],
  ['another key id', async () => `ct_${await own().setProtectedHeader({ alg: 'HS256', kid: 'other' }).sign(key)}`],
  ['no key id', async () => `ct_${await own().setProtectedHeader({ alg: 'HS256' }).sign(key)}`],
  [
    'no expiry',
    async () =>
      `ct_${await new SignJWT({ key: claims.apiKeyId, mer: claims.tenant.merchantId, mode: 'LIVE', chg: claims.chargeId }).setJti(claims.tokenId).setProtectedHeader({ alg: 'HS256', kid }).sign(key)}`,
  ],
  ['no object', () => sign({ consumerId: null, agreementId: null, chargeId: null })],
  ['an object of another kind', () => sign({ consumerId: claims.chargeId })],
  ['a text that is too long', async () => `ct_${'a'.repeat(2_000)}`],
])('refuses %s', async (_what, token) => {
  expect(await verifyClientToken(vault, await token(), now)).toBeUndefined()
})

test('what this test signs itself would be taken, so the refusals above are for their own reasons', async () => {
  const token = `ct_${await own().setProtectedHeader({ alg: 'HS256', kid }).sign(key)}`
  expect(await verifyClientToken(vault, token, now)).toMatchObject({ chargeId: claims.chargeId })
})
