import { createHash } from 'node:crypto'
import type { Outcome } from '../simulate.ts'

/** A digest of the whole trace and the final records, equal if two runs are identical to the byte. */
export function digestOf({ trace, records }: Pick<Outcome, 'trace' | 'records'>): string {
  return createHash('sha256').update(trace.join('\n')).update(JSON.stringify(records)).digest('hex').slice(0, 16)
}
