import { abandonAgreements } from '../../src/operations/agreement-abandon.ts'
import { expireAgreements } from '../../src/operations/agreement-expire.ts'
import type { Deps } from '../../src/operations/deps.ts'
import { reconcileDue } from '../../src/operations/reconcile.ts'
import { processDue } from '../../src/workers/due-work.ts'
import { createRecovery } from '../../src/workers/recovery.ts'

const BATCH = 20

interface Worker {
  readonly name: string
  /** An SQL expression for when there is something for it to do; null where there is nothing planned. */
  readonly due: string
  readonly begin: (deps: Deps) => () => Promise<unknown>
}

const workers: readonly Worker[] = [
  {
    name: 'recovery',
    due: `(SELECT min(greatest(next_look_up_at, lease_until + interval '1 ms')) FROM attempts WHERE state <> 'SETTLED')`,
    begin: deps => {
      const recovery = createRecovery(deps)
      return () => recovery.begin()
    },
  },
  {
    name: 'inbox',
    due: '(SELECT min(next_try_at) FROM provider_events)',
    begin: deps => () => processDue(deps),
  },
  {
    name: 'expiry',
    due: `(SELECT min(ends_at) FROM agreements WHERE status = 'ACTIVE')`,
    begin: deps => () => expireAgreements(deps, BATCH),
  },
  {
    name: 'reconciliation',
    due: 'least((SELECT min(reconcile_at) FROM charges), (SELECT min(reconcile_at) FROM agreements))',
    begin: deps => () => reconcileDue(deps, BATCH),
  },
  {
    name: 'abandoned',
    due: `(SELECT min(awaited_until) FROM agreements WHERE status = 'AUTHENTICATION_PENDING')`,
    begin: deps => () => abandonAgreements(deps, BATCH),
  },
]

export interface ProcessWorkers {
  /** Lets a worker look for work, unless it is doing so already. */
  look(name: string): void
  isLooking(name: string): boolean
  readonly names: readonly string[]
}

/** The workers of one process, which look for work when they are told to instead of every second. */
export function startProcessWorkers(deps: Deps, onError: (error: unknown, worker: string) => void): ProcessWorkers {
  const looking = new Set<string>()
  const begun = new Map(workers.map(({ name, begin }) => [name, begin(deps)]))
  return {
    names: workers.map(({ name }) => name),
    isLooking: name => looking.has(name),
    look(name) {
      const work = begun.get(name)
      if (work === undefined || looking.has(name)) return
      looking.add(name)
      work()
        .catch((error: unknown) => onError(error, name))
        .finally(() => looking.delete(name))
    },
  }
}

/** One statement that says of each worker when there is something for it to do. */
export const dueStatement = {
  name: 'simulation-due',
  text: `SELECT ${workers.map(({ name, due }) => `${due} AS ${name}`).join(', ')}`,
}
