import { Prisma } from '../prisma/generated/browser.ts'
import type { ApiKey } from '../prisma/generated/client.ts'
import { type RowOf, table } from '../sql/columns.ts'

export type ApiKeyRow = RowOf<ApiKey>
export const apiKeys = table<ApiKeyRow>('api_keys', Prisma.ApiKeyScalarFieldEnum)
