import type pg from 'pg'
import type { Deps } from '../../src/operations/command/deps.ts'
import { type NextDueRow, nextDueStatement } from '../../src/store/sandbox-clock/next-due.ts'
import { jobNames, startWorker } from '../../src/workers/jobs.ts'
import type { Worker } from '../../src/workers/worker.ts'

export interface ProcessWorkers {
  /** Starts a worker's search for work, unless it is running already. */
  look(name: string): void
  isLooking(name: string): boolean
  readonly names: readonly string[]
}

/** The workers of one process, which look for work on command instead of every second. */
export function startProcessWorkers(deps: Deps, onError: (error: unknown, worker: string) => void): ProcessWorkers {
  const looking = new Set<string>()
  const workers = new Map<string, Worker>(jobNames.map(name => [name, startWorker(deps, name)]))
  return {
    names: jobNames,
    isLooking: name => looking.has(name),
    look(name) {
      const worker = workers.get(name)
      if (worker === undefined || looking.has(name)) return
      looking.add(name)
      worker
        .take()
        .catch((error: unknown) => onError(error, name))
        .finally(() => looking.delete(name))
    },
  }
}

export interface Due {
  /** In the order of the jobs. */
  readonly due: readonly { readonly worker: string; readonly atMs: number }[]
  /** When the first lease ends; Infinity if there is none. */
  readonly heldUntilMs: number
}

/** The next due time of each worker, from the gateway's own query. */
export async function readDue(observer: pg.PoolClient, nowMs: number): Promise<Due> {
  const { name, text } = nextDueStatement
  const { rows } = await observer.query<NextDueRow>({ name, text, values: ['-infinity', new Date(nowMs)] })
  const [row] = rows
  return {
    due: jobNames.flatMap(job => {
      const at = row?.[job] ?? null
      return at === null ? [] : [{ worker: job, atMs: at.getTime() }]
    }),
    heldUntilMs: row?.leaseUntil?.getTime() ?? Number.POSITIVE_INFINITY,
  }
}
