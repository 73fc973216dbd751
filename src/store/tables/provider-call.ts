import { Prisma } from '../prisma/generated/browser.ts'
import type { ProviderCall } from '../prisma/generated/client.ts'
import { type RowOf, table } from '../sql/columns.ts'

// The database assigns the id.
const { id: _id, ...columns } = Prisma.ProviderCallScalarFieldEnum
type ProviderCallRow = RowOf<Omit<ProviderCall, 'id'>>
export const providerCalls = table<ProviderCallRow>('provider_calls', columns)
