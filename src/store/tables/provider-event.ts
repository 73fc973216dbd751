import { Prisma } from '../prisma/generated/browser.ts'
import type { ProviderEvent } from '../prisma/generated/client.ts'
import { type RowOf, table } from '../sql/columns.ts'

// Only the work queue writes a lease.
const { fencingToken: _fencingToken, leaseUntil: _leaseUntil, ...columns } = Prisma.ProviderEventScalarFieldEnum
export type ProviderEventRow = RowOf<Omit<ProviderEvent, 'fencingToken' | 'leaseUntil'>>
export const providerEvents = table<ProviderEventRow>('provider_events', columns)
