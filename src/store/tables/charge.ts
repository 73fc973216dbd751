import type { JsonObject } from '../../base/text/json.ts'
import type { AuthenticationMethod } from '../../domain/agreement/authentication.ts'
import type { Failure } from '../../domain/decline/failure.ts'
import { Prisma } from '../prisma/generated/browser.ts'
import type { Charge } from '../prisma/generated/client.ts'
import { type RowOf, table } from '../sql/columns.ts'

// Only the work queue writes a lease.
const { fencingToken: _fencingToken, leaseUntil: _leaseUntil, ...columns } = Prisma.ChargeScalarFieldEnum
export type ChargeRow = RowOf<
  Omit<Charge, 'fencingToken' | 'leaseUntil'>,
  { authenticationMethods: readonly AuthenticationMethod[]; failure: Failure | null; metadata: JsonObject | null }
>
export const charges = table<ChargeRow>('charges', columns)
