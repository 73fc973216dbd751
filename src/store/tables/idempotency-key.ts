import { Prisma } from '../prisma/generated/browser.ts'
import type { IdempotencyKey } from '../prisma/generated/client.ts'
import { type RowOf, table } from '../sql/columns.ts'

export type IdempotencyKeyRow = RowOf<IdempotencyKey>
export const idempotencyKeys = table<IdempotencyKeyRow>('idempotency_keys', Prisma.IdempotencyKeyScalarFieldEnum)
