import type { Deps } from '../../src/operations/command/deps.ts'
import type { JobName } from '../../src/store/work-queue/queues.ts'
import { startWorker } from '../../src/workers/jobs.ts'
import type { Worker } from '../../src/workers/worker.ts'

/** Claims what is due for a job now, once, and waits until it is done. Returns how many rows that was. */
const once = (name: JobName) => async (deps: Deps) => {
  const worker = startWorker(deps, name)
  const claimed = await worker.take()
  await worker.idle()
  return claimed
}

export const recoverDue = once('recovery')
export const processDue = once('inbox')
export const expireDue = once('expiry')
export const reconcileDue = once('reconciliation')
export const abandonDue = once('abandoned')
export const chargeDue = once('scheduler')
export const settleDue = once('settlement')
export const endDue = once('ending')

export function createScheduler(deps: Deps): Worker {
  return startWorker(deps, 'scheduler')
}
