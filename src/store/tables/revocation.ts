import type { Failure } from '../../domain/decline/failure.ts'
import { Prisma } from '../prisma/generated/browser.ts'
import type { Revocation } from '../prisma/generated/client.ts'
import { type RowOf, table } from '../sql/columns.ts'

export type RevocationRow = RowOf<Revocation, { failure: Failure | null }>
export const revocations = table<RevocationRow>('revocations', Prisma.RevocationScalarFieldEnum)
