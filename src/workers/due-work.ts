import { setTimeout as delay } from 'node:timers/promises'
import { abandonAgreements } from '../operations/agreement-abandon.ts'
import { expireAgreements } from '../operations/agreement-expire.ts'
import type { Deps } from '../operations/deps.ts'
import { type IntegrityCounts, integrityCheck } from '../operations/integrity-check.ts'
import { reconcileDue } from '../operations/reconcile.ts'
import { webhookProcess } from '../operations/webhook-process.ts'
import { sweepKeys } from '../store/idempotency.ts'
import { dueProviderEvents } from '../store/inbox.ts'
import { createRecovery } from './recovery.ts'

const PAUSE_MS = 1_000
const SWEEP_PAUSE_MS = 3_600_000
const CHECK_PAUSE_MS = 900_000
const SWEEP_BATCH = 1_000
const BATCH = 20

export interface Workers {
  /** Ends after the work under way. */
  stop(): Promise<void>
}

export interface WorkerOptions {
  /** Told what the standing checks found, each time they ran. */
  readonly onIntegrityChecked?: (counts: IntegrityCounts) => void
}

/** What runs unasked in every gateway process: each piece is claimed by row, so that several processes share the work. */
export function startWorkers(deps: Deps, { onIntegrityChecked }: WorkerOptions = {}): Workers {
  const stopping = new AbortController()
  const recovery = createRecovery(deps)
  const loops = [
    loop(deps, 'recovery', stopping.signal, async () => {
      await recovery.room()
      return recovery.begin()
    }),
    loop(deps, 'inbox', stopping.signal, () => processDue(deps)),
    loop(deps, 'expiry', stopping.signal, () => expireAgreements(deps, BATCH)),
    loop(deps, 'reconciliation', stopping.signal, () => reconcileDue(deps, BATCH)),
    loop(deps, 'abandoned', stopping.signal, () => abandonAgreements(deps, BATCH)),
    loop(
      deps,
      'integrity',
      stopping.signal,
      async () => {
        onIntegrityChecked?.(await integrityCheck(deps))
        return 0
      },
      CHECK_PAUSE_MS,
    ),
    loop(deps, 'keys', stopping.signal, () => sweepKeys(deps.database, deps.clock.now(), SWEEP_BATCH), SWEEP_PAUSE_MS),
  ]
  return {
    async stop() {
      stopping.abort()
      await Promise.all(loops)
      await recovery.idle()
    },
  }
}

/** Runs `work` until stopped; at once again while it finds some, after a pause otherwise. A failure is logged, not fatal. */
async function loop(
  deps: Deps,
  name: string,
  signal: AbortSignal,
  work: () => Promise<number>,
  pauseMs = PAUSE_MS,
): Promise<void> {
  while (!signal.aborted) {
    let found = 0
    try {
      found = await work()
    } catch (error) {
      deps.log.error({ worker: name, err: error }, 'a worker failed; it goes on')
    }
    if (found === 0) await delay(pauseMs, undefined, { signal }).catch(() => {})
  }
}

/** Notifications that wait to be processed or processed again. Returns how many there were. */
export async function processDue(deps: Deps): Promise<number> {
  const ids = await dueProviderEvents(deps.database, deps.clock.now(), BATCH)
  await settleAll(
    deps,
    'inbox',
    ids.map(id => webhookProcess(deps, id)),
  )
  return ids.length
}

async function settleAll(deps: Deps, worker: string, work: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(work))
    if (result.status === 'rejected')
      deps.log.error({ worker, err: result.reason as unknown }, 'a piece of work failed')
}
