import { Prisma } from '../prisma/generated/browser.ts'
import type { DataKey } from '../prisma/generated/client.ts'
import { type RowOf, table } from '../sql/columns.ts'

export type DataKeyRow = RowOf<DataKey>
export const dataKeys = table<DataKeyRow>('data_keys', Prisma.DataKeyScalarFieldEnum)
