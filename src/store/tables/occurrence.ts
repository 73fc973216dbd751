import { Prisma } from '../prisma/generated/browser.ts'
import type { Occurrence } from '../prisma/generated/client.ts'
import { type RowOf, table } from '../sql/columns.ts'

// Only a claim raises it.
const { fencingToken: _fencingToken, ...columns } = Prisma.OccurrenceScalarFieldEnum
export type OccurrenceRow = RowOf<Omit<Occurrence, 'fencingToken'>>
export const occurrences = table<OccurrenceRow>('occurrences', columns)
