import type { Deps } from '../../../src/operations/command/deps.ts'
import type { JobName } from '../../../src/store/work-queue/queues.ts'
import { startWorker } from '../../../src/workers/jobs.ts'
import type { Worker } from '../../../src/workers/worker.ts'

/** Claims what is due for a job now, once, and waits until it is done. Returns how many rows that was. */
export async function doDue(deps: Deps, job: JobName): Promise<number> {
  const worker = startWorker(deps, job)
  const claimed = await worker.take()
  await worker.idle()
  return claimed
}

export const recoverDue = (deps: Deps) => doDue(deps, 'recovery')
export const processDue = (deps: Deps) => doDue(deps, 'inbox')
export const reconcileDue = (deps: Deps) => doDue(deps, 'reconciliation')
export const abandonDue = (deps: Deps) => doDue(deps, 'abandoned')
export const settleDue = (deps: Deps) => doDue(deps, 'settlement')
export const endDue = (deps: Deps) => doDue(deps, 'ending')

export function createScheduler(deps: Deps): Worker {
  return startWorker(deps, 'scheduler')
}
