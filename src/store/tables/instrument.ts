import { Prisma } from '../prisma/generated/browser.ts'
import type { Instrument } from '../prisma/generated/client.ts'
import { type RowOf, table } from '../sql/columns.ts'

export type InstrumentRow = RowOf<Instrument>
export const instruments = table<InstrumentRow>('instruments', Prisma.InstrumentScalarFieldEnum)
