import type { Vault } from '../../base/encryption.ts'
import type { Tenant } from '../../domain/enums.ts'

/** A position between two rows of the log: everything up to and including (xid, seq) was delivered. */
export interface LogPosition {
  readonly kind: 'position'
  readonly xid: bigint
  readonly seq: bigint
}

/**
 * The position at which an object was read. A transaction with a smaller id may still have been open then, so reading
 * starts at the snapshot xmin, below which all transactions had ended, and leaves out what the object's own version
 * already contains.
 */
export interface ObjectPosition {
  readonly kind: 'object'
  readonly snapshotXmin: bigint
  readonly id: string
  readonly version: number
}

export type Cursor = LogPosition | ObjectPosition

export type CursorReading =
  | { readonly ok: true; readonly cursor: Cursor }
  /** CURSOR_EXPIRED: a genuine cursor of a log that was replaced by this one. CURSOR_INVALID: anything else. */
  | { readonly ok: false; readonly code: 'CURSOR_INVALID' | 'CURSOR_EXPIRED' }

/**
 * Writes and reads the opaque cursors of one log. A cursor is signed for its tenant, so another tenant's cursor is
 * invalid.
 */
export interface CursorCodec {
  encode(tenant: Tenant, cursor: Cursor): string
  decode(tenant: Tenant, text: string): CursorReading
  /**
   * Events up to this position were archived. An object that is read from now on contains its own of them, so its cursor
   * is issued behind them, or it could never be used.
   */
  keepFrom(archived: Pick<LogPosition, 'xid'>): void
}

const MAC_BYTES = 9
const FORM = /^([A-Za-z0-9_-]{12})([A-Za-z0-9_-]+)$/

/** @param epoch The installation's epoch from the database: about eight characters without a dot. */
export function createCursorCodec({ epoch, vault }: { epoch: string; vault: Vault }): CursorCodec {
  const macOf = (tenant: Tenant, plain: string) =>
    vault.mac('cursor', `${tenant.merchantId}.${tenant.mode}.${plain}`).subarray(0, MAC_BYTES)
  let firstXid = 0n
  return {
    keepFrom({ xid }) {
      if (xid >= firstXid) firstXid = xid + 1n
    },
    encode(tenant, cursor) {
      const plain = `${epoch}.${body(cursor, firstXid)}`
      return macOf(tenant, plain).toString('base64url') + Buffer.from(plain).toString('base64url')
    },
    decode(tenant, text) {
      const [, mac, encoded] = FORM.exec(text) ?? []
      if (mac === undefined || encoded === undefined) return { ok: false, code: 'CURSOR_INVALID' }
      const plain = Buffer.from(encoded, 'base64url').toString('utf8')
      // Base64 has several spellings for some bytes; only one of them is a valid cursor.
      if (Buffer.from(plain).toString('base64url') !== encoded) return { ok: false, code: 'CURSOR_INVALID' }
      if (!vault.macMatches('cursor', `${tenant.merchantId}.${tenant.mode}.${plain}`, Buffer.from(mac, 'base64url')))
        return { ok: false, code: 'CURSOR_INVALID' }
      const dot = plain.indexOf('.')
      if (plain.slice(0, dot) !== epoch) return { ok: false, code: 'CURSOR_EXPIRED' }
      return { ok: true, cursor: parse(plain.slice(dot + 1)) }
    },
  }
}

function body(cursor: Cursor, firstXid: bigint): string {
  if (cursor.kind === 'position') return `p.${cursor.xid}.${cursor.seq}`
  const { snapshotXmin, version, id } = cursor
  return `o.${snapshotXmin < firstXid ? firstXid : snapshotXmin}.${version}.${id}`
}

// The MAC was verified, so the text is well-formed.
function parse(text: string): Cursor {
  const [kind, first = '', second = '', id = ''] = text.split('.')
  return kind === 'p'
    ? { kind: 'position', xid: BigInt(first), seq: BigInt(second) }
    : { kind: 'object', snapshotXmin: BigInt(first), version: Number(second), id }
}
