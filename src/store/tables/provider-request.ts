import { Prisma } from '../prisma/generated/browser.ts'
import type { ProviderRequest } from '../prisma/generated/client.ts'
import { type RowOf, table } from '../sql/columns.ts'

export type ProviderRequestRow = RowOf<ProviderRequest>
export const providerRequests = table<ProviderRequestRow>('provider_requests', Prisma.ProviderRequestScalarFieldEnum)
export type RequestState = ProviderRequestRow['state']
