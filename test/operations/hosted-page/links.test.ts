import { expect, test } from 'vitest'
import { newId } from '../../../src/base/id.ts'
import { hostedStep, readHostedToken } from '../../../src/operations/hosted-page/link.ts'
import { isReturnExpired, readReturnToken, returnLink } from '../../../src/operations/hosted-page/return-link.ts'
import { newVault } from '../../support/world/vault.ts'

const vault = newVault()
const now = new Date('2026-03-02T00:00:00.000Z')
const settings = { publicUrl: 'https://pay.example.test' } as Parameters<typeof returnLink>[0]['settings']
const deps = { vault, settings }
const agreementId = newId('agreement', now)
const chargeId = newId('charge', now)

const tokenOf = (url: string) => url.slice(url.lastIndexOf('/') + 1)
const start = tokenOf(hostedStep(deps, agreementId, now).methods[0]?.requestUrl ?? '')
const back = tokenOf(returnLink(deps, agreementId))

test('a link to the provider is signed, says when it ends, and is for one agreement', () => {
  expect(readHostedToken(deps, start)).toEqual({ agreementId, expiresAt: new Date('2026-03-02T01:00:00.000Z') })
})

test('a link back is signed, for one object, and counts for 72 hours', () => {
  expect(readReturnToken(deps, back)).toBe(agreementId)
  expect(readReturnToken(deps, tokenOf(returnLink(deps, chargeId)))).toBe(chargeId)
  const at = (hours: number) => ({ clock: { now: () => new Date(now.getTime() + hours * 3_600_000) } })
  expect([at(71.99), at(72)].map(clock => isReturnExpired(clock, now))).toEqual([false, true])
})

test('a link for one purpose is refused for the other', () => {
  expect(readReturnToken(deps, start)).toBeUndefined()
  expect(readHostedToken(deps, back)).toBeUndefined()
  // Also if its parts are put together in the other form.
  const [id = '', expiry = '', startMac = ''] = start.split('.')
  const [, backMac = ''] = back.split('.')
  expect(readReturnToken(deps, `${id}.${startMac}`)).toBeUndefined()
  expect(readHostedToken(deps, `${id}.${expiry}.${backMac}`)).toBeUndefined()
  expect(readHostedToken(deps, `${id}..${backMac}`)).toBeUndefined()
})

test.each([
  ['another agreement', (token: string) => token.replace(agreementId, newId('agreement', now))],
  ['a later end', (token: string) => token.replace(/\.[0-9a-z]+\./, '.zzzzzzzz.')],
  ['another signature', (token: string) => token.replace(/.$/, digit => (digit === '0' ? '1' : '0'))],
  ['a shorter signature', (token: string) => token.slice(0, -1)],
  ['no signature', (token: string) => token.replace(/\.[^.]+$/, '')],
  ['nothing', () => ''],
])('is refused with %s', (_what, change) => {
  expect(readHostedToken(deps, change(start))).toBeUndefined()
  expect(change(back) === back || readReturnToken(deps, change(back)) === undefined).toBe(true)
  expect(readHostedToken({ vault: newVault() }, start)).toBeUndefined()
})
