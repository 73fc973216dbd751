import { Prisma } from '../prisma/generated/browser.ts'
import type { IdempotencyKey } from '../prisma/generated/client.ts'
import { type RowOf, table } from '../sql/columns.ts'

/** Read by pg alone, which reads bytes as a Buffer. */
export type IdempotencyKeyRow = RowOf<IdempotencyKey, { fingerprint: Buffer }>
export const idempotencyKeys = table<IdempotencyKeyRow>('idempotency_keys', Prisma.IdempotencyKeyScalarFieldEnum)
