import { describe, expect, test } from 'vitest'
import { type Cursor, createCursorCodec } from '../../../src/store/event-log/cursor.ts'
import { newTenant } from '../../support/database/log-events.ts'
import { newVault } from '../../support/world/vault.ts'

const vault = newVault(Buffer.alloc(32, 7))
const codec = createCursorCodec({ epoch: 'epoch001', vault })
const tenant = newTenant()
const position: Cursor = { kind: 'position', xid: 9_007_199_254_740_993n, seq: 42n }
const object: Cursor = { kind: 'object', snapshotXmin: 12n, id: 'chg_01', version: 3 }

test.each([position, object])('what was written is read: $kind', cursor => {
  const text = codec.encode(tenant, cursor)
  expect(text).toMatch(/^[\w-]+$/)
  expect(codec.decode(tenant, text)).toEqual({ ok: true, cursor })
})

test('a cursor survives a restart with the same key and epoch', () => {
  const again = createCursorCodec({ epoch: 'epoch001', vault: newVault(Buffer.alloc(32, 7)) })
  expect(again.decode(tenant, codec.encode(tenant, object))).toEqual({ ok: true, cursor: object })
})

describe('refused', () => {
  const text = codec.encode(tenant, position)
  const invalid = { ok: false, code: 'CURSOR_INVALID' }

  test.each([
    '',
    'now',
    '0',
    ' ',
    `${text}=`,
    `${text}\n`,
    text.slice(0, -1),
    `${text}A`,
    text.slice(1),
    'é'.repeat(40),
  ])('a malformed one: %j', given => {
    expect(codec.decode(tenant, given)).toEqual(invalid)
  })

  test('one with any character changed', () => {
    for (let index = 0; index < text.length; index++) {
      const other = text[index] === 'A' ? 'B' : 'A'
      const changed = text.slice(0, index) + other + text.slice(index + 1)
      expect(codec.decode(tenant, changed)).toEqual(invalid)
    }
  })

  test('another tenant’s, another mode’s and another key’s', () => {
    const other = createCursorCodec({ epoch: 'epoch001', vault: newVault(Buffer.alloc(32, 8)) })
    expect(codec.decode(newTenant(), text)).toEqual(invalid)
    expect(codec.decode({ ...tenant, mode: 'LIVE' }, text)).toEqual(invalid)
    expect(other.decode(tenant, text)).toEqual(invalid)
  })

  test('one of a log that was replaced, as expired', () => {
    const before = createCursorCodec({ epoch: 'epoch000', vault }).encode(tenant, position)
    expect(codec.decode(tenant, before)).toEqual({ ok: false, code: 'CURSOR_EXPIRED' })
    expect(codec.decode(newTenant(), before)).toEqual(invalid)
  })
})
