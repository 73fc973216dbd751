import { createHash } from 'node:crypto'
import type { Outcome } from '../simulate.ts'

/** Of the whole trace and the final books: the same where two runs agree in them to the byte. */
export function digestOf({ trace, books }: Pick<Outcome, 'trace' | 'books'>): string {
  return createHash('sha256').update(trace.join('\n')).update(JSON.stringify(books)).digest('hex').slice(0, 16)
}
