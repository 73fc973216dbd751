import type { ApiKey } from '../prisma/generated/client.ts'
import type { RowOf } from '../sql/columns.ts'

export type ApiKeyRow = RowOf<ApiKey>
