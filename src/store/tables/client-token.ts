import { Prisma } from '../prisma/generated/browser.ts'
import type { ClientToken } from '../prisma/generated/client.ts'
import { type RowOf, table } from '../sql/columns.ts'

export type ClientTokenRow = RowOf<ClientToken>
export const clientTokens = table<ClientTokenRow>('client_tokens', Prisma.ClientTokenScalarFieldEnum)
