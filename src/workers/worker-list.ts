import { abandonAgreements } from '../operations/agreement/abandon.ts'
import { expireAgreements } from '../operations/agreement/expire.ts'
import { reconcileDue } from '../operations/provider-request/reconcile.ts'
import { endSchedules } from '../operations/schedule/end-all.ts'
import type { DueWorkerName } from '../store/sandbox-clock/next-due.ts'
import { processDue } from './inbox.ts'
import { createRecovery } from './recovery.ts'
import { createScheduler, createSettlement } from './scheduler.ts'
import { inPortions, type Worker } from './worker.ts'

const PAUSE_MS = 1_000
const PORTION = 20

// By name, so that the compiler finds what is due without a worker, and a worker for which nothing ever is.
const begins: Readonly<Record<DueWorkerName, Worker['begin']>> = {
  recovery: createRecovery,
  inbox: inPortions(processDue),
  expiry: inPortions(deps => expireAgreements(deps, PORTION)),
  reconciliation: inPortions(deps => reconcileDue(deps, PORTION)),
  abandoned: inPortions(deps => abandonAgreements(deps, PORTION)),
  scheduler: createScheduler,
  settlement: createSettlement(PORTION),
  ending: inPortions(deps => endSchedules(deps, PORTION)),
}

/** Everything that works by the gateway's clock: in each process in loops, and by hand where the clock is moved. */
export const workers: readonly Worker[] = Object.entries(begins).map(([name, begin]) => ({
  name: name as DueWorkerName,
  pauseMs: PAUSE_MS,
  begin,
}))
