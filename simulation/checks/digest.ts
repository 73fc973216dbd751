import { createHash } from 'node:crypto'
import type { Outcome } from '../simulate.ts'

/** Of the whole trace and the final records: the same if two runs agree in them to the byte. */
export function digestOf({ trace, records }: Pick<Outcome, 'trace' | 'records'>): string {
  return createHash('sha256').update(trace.join('\n')).update(JSON.stringify(records)).digest('hex').slice(0, 16)
}
