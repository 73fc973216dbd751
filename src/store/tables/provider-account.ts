import { Prisma } from '../prisma/generated/browser.ts'
import type { ProviderAccount } from '../prisma/generated/client.ts'
import { type RowOf, table } from '../sql/columns.ts'

export type ProviderAccountRow = RowOf<ProviderAccount>
export const providerAccounts = table<ProviderAccountRow>('provider_accounts', Prisma.ProviderAccountScalarFieldEnum)
