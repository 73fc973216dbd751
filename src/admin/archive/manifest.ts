import { z } from 'zod'

const forms = z.object({
  format: z.literal(1),
  /** When the installation was made: a folder can hold archives of one installation only. */
  installation: z.string(),
  /** The last migration: what the columns mean. */
  schemaVersion: z.string(),
  table: z.string(),
  partition: z.string(),
  /** The numbers that the partition took, from (inclusive) and to (exclusive): transaction ids of events, ids of calls. */
  from: z.string().nullable(),
  to: z.string(),
  /** When the youngest row was written. */
  until: z.iso.datetime(),
  rows: z.number(),
  file: z.string(),
  sha256: z.string(),
})

/** What an archive's file holds, beside it. */
export type Manifest = Readonly<z.infer<typeof forms>>

export function manifestOf(json: unknown): Manifest | undefined {
  const read = forms.safeParse(json)
  return read.success ? read.data : undefined
}
