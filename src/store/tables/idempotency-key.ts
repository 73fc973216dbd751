import { Prisma } from '../prisma/generated/browser.ts'
import type { IdempotencyKey } from '../prisma/generated/client.ts'
import { type RowOf, table } from '../sql/columns.ts'

/** Only pg reads it, and pg returns bytes as a Buffer. */
export type IdempotencyKeyRow = RowOf<IdempotencyKey, { fingerprint: Buffer }>
export const idempotencyKeys = table<IdempotencyKeyRow>('idempotency_keys', Prisma.IdempotencyKeyScalarFieldEnum)
