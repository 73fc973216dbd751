import { hkdfSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { masterKeys } from '../../src/base/encryption/keys.ts'
import type { Place } from '../../src/base/encryption/values.ts'
import { createVault, type KeyHolder, newSystemKeys } from '../../src/base/encryption.ts'
import { format1 } from '../support/database/format-1.ts'

const [first, second, third] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2), Buffer.alloc(32, 3)]
const place: Place = { column: 'consumers.encrypted_personal', id: 'con_1' }
const masters = masterKeys([first])
const keys = newSystemKeys(masters)
const vault = createVault(masters, keys)
const newHolder = (id: string, by = vault): KeyHolder => ({ id, dataKey: by.newDataKey(id) })
const jane = newHolder('con_1')

test.each([
  ['a consumer’s data key', jane],
  ['the installation’s key', null],
])('what %s encrypts is read with it', (_, holder) => {
  const encrypted = vault.encrypt(place, holder, 'Jäne 𝒟oe')
  expect(encrypted.toString('latin1')).not.toContain('oe')
  expect(vault.decrypt(place, holder, encrypted)).toBe('Jäne 𝒟oe')
  expect(vault.encrypt(place, holder, 'Jäne 𝒟oe')).not.toEqual(encrypted)
})

describe('refused', () => {
  const encrypted = vault.encrypt(place, jane, 'Jane')
  const copied = 'cannot be decrypted: its bytes were changed, or were copied from another row'

  test.each<[string, Place]>([
    ['row', { ...place, id: 'con_2' }],
    ['column', { ...place, column: 'instruments.encrypted_token' }],
  ])('bytes that are copied to another %s, even with the key', (_, elsewhere) => {
    expect(() => vault.decrypt(elsewhere, jane, encrypted)).toThrow(copied)
    const ofSystem = vault.encrypt(place, null, 'Jane')
    expect(() => vault.decrypt(elsewhere, null, ofSystem)).toThrow(copied)
  })

  test('bytes of another consumer, also where their data key is copied with them', () => {
    const john = newHolder('con_2')
    expect(() => vault.decrypt(place, john, encrypted)).toThrow('that is destroyed or belongs to another consumer')
    const copiedKey: KeyHolder = { id: 'con_2', dataKey: jane.dataKey }
    expect(() => vault.decrypt({ ...place, id: 'con_2' }, copiedKey, encrypted)).toThrow(
      'the data key of con_2 cannot be unwrapped',
    )
  })

  test('any changed byte', () => {
    for (let index = 0; index < encrypted.length; index++) {
      const changed = Buffer.from(encrypted)
      changed[index] = (changed[index] ?? 0) ^ 4
      expect(() => vault.decrypt(place, jane, changed), `byte ${index}`).toThrow()
    }
  })

  test('what the destroyed key of an erased consumer encrypted', () => {
    expect(() => vault.decrypt(place, { id: 'con_1', dataKey: null }, encrypted)).toThrow('that is destroyed')
  })

  test('a key under a master key that is not configured', () => {
    const other = masterKeys([third])
    expect(() => createVault(other, newSystemKeys(other)).decrypt(place, jane, encrypted)).toThrow(
      `wrapped under the master key ${masters.current.version}, which is not configured`,
    )
    expect(() => createVault(other, keys)).toThrow('which is not configured')
  })
})

describe('values of format 1', () => {
  const value = format1(first, 'personal', 'Jane')

  test('are read under any configured master key, where the database may hold them', () => {
    const rotating = createVault(masterKeys([second, first]), keys, { acceptsFormat1: true })
    expect(rotating.decrypt(place, jane, value)).toBe('Jane')
    expect(
      rotating.decrypt({ ...place, column: 'instruments.encrypted_token' }, jane, format1(first, 'token', 'tok')),
    ).toBe('tok')
    const without = createVault(masterKeys([third]), newSystemKeys(masterKeys([third])), { acceptsFormat1: true })
    expect(() => without.decrypt(place, null, value)).toThrow('cannot be decrypted with a configured master key')
  })

  test('are refused where the database holds none: they are bound to no row', () => {
    expect(() => vault.decrypt(place, jane, value)).toThrow('which this database no longer contains')
  })
})

describe('a rotation', () => {
  const rotating = createVault(masterKeys([second, first]), keys)

  test('wraps a key again without a change of what it encrypts', () => {
    const encrypted = vault.encrypt(place, jane, 'Jane')
    const wrappedKey = rotating.rewrap('con_1', jane.dataKey?.wrappedKey ?? Buffer.of())
    if (wrappedKey === undefined) throw new Error('was not wrapped again')
    const after: KeyHolder = { id: 'con_1', dataKey: { wrappedKey } }
    expect(rotating.decrypt(place, after, encrypted)).toBe('Jane')
    expect(rotating.rewrap('con_1', wrappedKey)).toBeUndefined()
    const system = rotating.rewrap('installation', keys.systemKey)
    const fingerprint = rotating.rewrap('installation/fingerprint', keys.fingerprintKey)
    if (system === undefined || fingerprint === undefined) throw new Error('was not wrapped again')
    const onlyNew = createVault(masterKeys([second]), { systemKey: system, fingerprintKey: fingerprint })
    expect(onlyNew.decrypt(place, after, encrypted)).toBe('Jane')
    // The arguments of a request are not stored: their hash must never change.
    expect(onlyNew.mac('fingerprint', '{}')).toEqual(vault.mac('fingerprint', '{}'))
  })

  test('keeps hashes under the former key valid while that is configured', () => {
    const link = vault.mac('link', 'agr_1').subarray(0, 16)
    expect(rotating.macMatches('link', 'agr_1', link)).toBe(true)
    expect(rotating.macMatches('link', 'agr_2', link)).toBe(false)
    expect(rotating.macMatches('link', 'agr_1', link.subarray(0, 7))).toBe(false)
    expect(rotating.macs('email', 'a@b.test').map(({ version }) => version)).toEqual(
      masterKeys([second, first]).all.map(({ version }) => version),
    )
    expect(rotating.mac('email', 'a@b.test')).not.toEqual(vault.mac('email', 'a@b.test'))
  })

  test('has fingerprints of databases of earlier versions valid', () => {
    const key = Buffer.from(hkdfSync('sha256', first, '', 'perennial/fingerprint', 32))
    const both = masterKeys([second, first])
    const [, former] = both.all
    const opened = createVault(both, newSystemKeys(both, former))
    expect(opened.mac('fingerprint', '{}')).toEqual(vault.mac('fingerprint', '{}'))
    expect(key).toEqual(former?.derive('fingerprint'))
  })
})

test('a master key is named by eight digits that tell nothing of it, and a repeated one counts once', () => {
  expect(masters.current.version).toMatch(/^[0-9a-f]{8}$/)
  expect(first.toString('hex')).not.toContain(masters.current.version)
  expect(masterKeys([first, second, first]).all).toHaveLength(2)
  expect(() => masterKeys([])).toThrow('there is no master key')
  expect(() => masterKeys([Buffer.alloc(31)])).toThrow('must have 32 bytes, not 31')
})

test('more data keys than are kept in memory are still read', () => {
  const small = createVault(masters, keys, { keptKeys: 3 })
  const many = Array.from({ length: 20 }, (_, index) => newHolder(`con_${index}`, small))
  const values = many.map(holder => small.encrypt({ ...place, id: holder.id }, holder, holder.id))
  expect(
    many.map((holder, index) => small.decrypt({ ...place, id: holder.id }, holder, values[index] ?? Buffer.of())),
  ).toEqual(many.map(({ id }) => id))
})
