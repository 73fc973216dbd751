import { type Attack, many } from '../attack.ts'
import { ask, repeat } from '../support/http.ts'

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
  'createdBefore: "2040-01-01T00:00:00Z"',
]
const WINDOWS = ['first: 1', 'last: 1', 'first: 0', 'last: 2', 'first: 2', 'first: 100']

/** Every combination of a list's filters and windows: were each a prepared statement on each connection, PostgreSQL would fill up. */
export const statementShapes: Attack = {
  name: 'statement-shapes',
  kind: 'statements',
  async run(target) {
    const combinations = 2 ** FILTERS.length * WINDOWS.length
    await repeat(many(target, combinations), 10, async index => {
      const filter = FILTERS.filter((_, bit) => ((index % 2 ** FILTERS.length) >> bit) % 2 === 1).join(' ')
      const window = WINDOWS[Math.floor(index / 2 ** FILTERS.length) % WINDOWS.length]
      await ask(target, `{ charges(${window}, filter: { ${filter} }) { nodes { id } } }`)
    })
    return undefined
  },
}
