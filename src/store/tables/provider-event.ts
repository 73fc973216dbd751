import { Prisma } from '../prisma/generated/browser.ts'
import type { ProviderEvent } from '../prisma/generated/client.ts'
import { type RowOf, table } from '../sql/columns.ts'

export type ProviderEventRow = RowOf<ProviderEvent>
export const providerEvents = table<ProviderEventRow>('provider_events', Prisma.ProviderEventScalarFieldEnum)
