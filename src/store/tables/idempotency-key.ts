import { modes } from '../../domain/enums.ts'
import { bytes, instant, nullable, oneOf, type Row, table, text } from '../sql/columns.ts'

export const idempotencyKeys = table('idempotency_keys', {
  merchantId: text,
  mode: oneOf('mode', modes),
  mutation: text,
  key: text,
  fingerprint: bytes,
  objectId: text,
  createdAt: instant,
  expiresAt: nullable(instant),
})
export type IdempotencyKeyRow = Row<typeof idempotencyKeys>
