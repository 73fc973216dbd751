import { type Attack, many } from '../../attack.ts'
import { ask, repeat } from '../../support/http.ts'

const FILTERS = [
  'status: [CAPTURED]',
  'operationStatus: [SUCCEEDED]',
  'needsAttention: false',
  'provider: PPRO',
  'agreementId: "agr_01m84asmgg0000000000000000"',
  'consumerId: "con_01m84asmgg0000000000000000"',
  'reference: "r"',
  'currency: "USD"',
  'createdAfter: "2020-01-01T00:00:00Z"',
]
const WINDOWS = ['first: 1', 'last: 1']
/** One for each connection of the gateway to PostgreSQL: each connection gets each combination. */
const AT_ONCE = 10

/**
 * Sends every combination of a list's filters and windows. If each combination were a prepared statement on each
 * connection, PostgreSQL would run out of memory.
 */
export const statementShapes: Attack = {
  name: 'statement-shapes',
  kind: 'statements',
  async run(target) {
    const sets = 2 ** FILTERS.length
    const combinations = many(target, sets * WINDOWS.length)
    await repeat(combinations * AT_ONCE, AT_ONCE, async count => {
      const index = Math.floor(count / AT_ONCE)
      const filter = FILTERS.filter((_, bit) => ((index % sets) >> bit) % 2 === 1).join(' ')
      const window = WINDOWS[Math.floor(index / sets) % WINDOWS.length]
      await ask(target, `{ charges(${window}, filter: { ${filter} }) { nodes { id } } }`)
    })
    return undefined
  },
}
