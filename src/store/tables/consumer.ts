import type { JsonObject } from '../../base/text/json.ts'
import { Prisma } from '../prisma/generated/browser.ts'
import type { Consumer } from '../prisma/generated/client.ts'
import { type RowOf, table } from '../sql/columns.ts'

export type ConsumerRow = RowOf<Consumer, { metadata: JsonObject | null }>
export const consumers = table<ConsumerRow>('consumers', Prisma.ConsumerScalarFieldEnum)
