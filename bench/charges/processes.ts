import { availableParallelism } from 'node:os'
import { CONNECTIONS } from '../reads/reads.ts'
import { type Child, startChild } from '../support/children.ts'
import { type Comparison, compare, type Effort } from '../support/rounds.ts'

export interface ProcessResults {
  /** What the machine has: with fewer than the processes and PostgreSQL use, they take time from each other. */
  readonly threads: number
  readonly rows: readonly { readonly processes: number; readonly comparison: Comparison }[]
}

const MOST = 4

/** chargeCreate in several processes on one database, against one process; together they run as many at a time. */
export async function measureProcesses(
  databaseUrl: string,
  effort: Effort,
  say: (line: string) => void,
): Promise<ProcessResults> {
  const processes: Child[] = []
  try {
    while (processes.length < MOST)
      processes.push(await startChild('charges/gateway.ts', { DATABASE_URL: databaseUrl }))
    const rate = (count: number) => async (seconds: number) => {
      const asked = { lanes: CONNECTIONS / count, durationMs: seconds * 1000 }
      const rates = await Promise.all(processes.slice(0, count).map(child => child.call<number>('charge', asked)))
      return rates.reduce((sum, one) => sum + one, 0)
    }
    const rows = []
    for (const count of [2, MOST]) {
      const comparison = await compare(rate(count), rate(1), effort)
      say(`charges of ${count} processes by one: ${comparison.ratio.median.toFixed(2)}`)
      rows.push({ processes: count, comparison })
    }
    return { threads: availableParallelism(), rows }
  } finally {
    await Promise.all(processes.map(child => child.stop()))
  }
}
