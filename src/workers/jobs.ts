import { agreementAbandon } from '../operations/agreement/abandon.ts'
import { agreementExpire } from '../operations/agreement/expire.ts'
import type { Deps } from '../operations/command/deps.ts'
import { reconcile } from '../operations/provider-request/reconcile.ts'
import { recoverRequest } from '../operations/provider-request/recover.ts'
import { scheduleEnd } from '../operations/schedule/end.ts'
import { chargeOccurrence } from '../operations/schedule/occurrence-charge.ts'
import { settleOccurrence } from '../operations/schedule/occurrence-settle.ts'
import { webhookProcess } from '../operations/webhook/process.ts'
import { webhookDeliver } from '../operations/webhook-endpoint/deliver.ts'
import { webhookReadLog } from '../operations/webhook-endpoint/read-log.ts'
import { renewLease } from '../store/work-queue/lease.ts'
import { type DueOccurrence, type JobName, queues } from '../store/work-queue/queues.ts'
import { type Claimed, finish } from '../store/work-queue/work-queue.ts'
import { createWorker, type Job, type Worker } from './worker.ts'

const AT_ONCE = 20
/** Set by a provider's rate limit: 50 charges a second, each of which takes two thirds of a second. */
const CHARGES_AT_ONCE = 32
/** A delivery waits for its receiver most of the time. */
const DELIVERIES_AT_ONCE = 128
/** How long an occurrence waits that cannot be decided now. */
const POSTPONED_MS = 15_000

type Start = (deps: Deps, onDone?: () => void) => Worker

// By name, so that the compiler finds a queue without a job.
const starts: Readonly<Record<JobName, Start>> = {
  recovery: start('recovery', {
    queue: queues.recovery,
    work: (deps, request) => recoverRequest(deps, request, { source: 'RECONCILIATION', actor: 'recovery' }),
  }),
  inbox: start('inbox', { queue: queues.inbox, work: webhookProcess }),
  expiry: start('expiry', {
    queue: queues.expiry,
    work: async (deps, agreement) => {
      await agreementExpire(deps, agreement)
      await finish(deps.database, agreement)
    },
  }),
  reconciliation: start('reconciliation', { queue: queues.reconciliation, work: reconcile }),
  abandoned: start('abandoned', { queue: queues.abandoned, work: agreementAbandon }),
  scheduler: start('scheduler', { queue: queues.scheduler, work: chargeDue, atOnce: CHARGES_AT_ONCE }),
  settlement: start('settlement', {
    queue: queues.settlement,
    // Its own write ends the lease. If it changes nothing, the worker that charged the occurrence has settled it.
    work: async (deps, occurrence) => void (await settleOccurrence(deps, occurrence)),
  }),
  ending: start('ending', {
    queue: queues.ending,
    work: async (deps, schedule) => {
      await scheduleEnd(deps, schedule)
      await finish(deps.database, schedule)
    },
  }),
  logReading: start('logReading', { queue: queues.logReading, work: webhookReadLog }),
  delivery: start('delivery', { queue: queues.delivery, work: webhookDeliver, atOnce: DELIVERIES_AT_ONCE }),
  redelivery: start('redelivery', { queue: queues.redelivery, work: webhookDeliver, atOnce: DELIVERIES_AT_ONCE }),
}

export const jobNames = Object.keys(starts) as readonly JobName[]

/** The jobs that bring an event to the merchants' endpoints. A new event can make work for them. */
export const deliveryJobs: readonly JobName[] = ['logReading', 'delivery', 'redelivery']

/**
 * The jobs that can have more to do when a row of a job is done: the log is read in portions, and an endpoint has only so
 * many deliveries in flight.
 */
export const unblocks: Partial<Record<JobName, readonly JobName[]>> = {
  logReading: deliveryJobs,
  delivery: ['delivery'],
  redelivery: ['delivery', 'redelivery'],
}

/** The worker of a job in this process, used by its loop and by the sandbox clock. */
export function startWorker(deps: Deps, name: JobName, onDone?: () => void): Worker {
  return starts[name](deps, onDone)
}

function start<R extends { readonly merchantId: string | null }>(
  name: JobName,
  { atOnce = AT_ONCE, ...job }: Omit<Job<R>, 'atOnce'> & { readonly atOnce?: number },
): Start {
  return (deps, onDone) =>
    createWorker(deps, name, { ...job, atOnce, queue: isHeld(deps, name) ? [] : job.queue }, onDone)
}

/** After a restore no schedule charges until an operator releases them. */
function isHeld({ settings }: Deps, name: JobName): boolean {
  return name === 'scheduler' && settings.restored?.schedulesHeld === true
}

/** The occurrence's own write ends the lease. */
async function chargeDue(deps: Deps, due: Claimed<DueOccurrence>): Promise<void> {
  const later = await chargeOccurrence(deps, due)
  if (later === undefined) return
  // A provider's "not before" is an instant of the gateway's clock, but leases use real time.
  const waitMs = Math.max(POSTPONED_MS, (later?.getTime() ?? 0) - deps.clock.now().getTime())
  await renewLease(deps.database, due, new Date(deps.realTime.nowMs() + waitMs))
}
