import { setTimeout as delay } from 'node:timers/promises'
import type { Deps } from '../operations/command/deps.ts'
import type { DueRun, Patience } from '../operations/sandbox-clock/time.ts'
import { sweepClientTokens } from '../store/access/client-tokens.ts'
import { sweepConsoleSessions } from '../store/access/console-sessions.ts'
import { sweepReturnQueries } from '../store/agreement/return-queries.ts'
import { sweepErased } from '../store/consumer/erasure.ts'
import { sweepKeys } from '../store/idempotency-key.ts'
import type { IntegrityCounts } from '../store/integrity/known-violations.ts'
import { sweepDeliveries } from '../store/webhook-endpoint/deliveries.ts'
import { createIntegrity, INTEGRITY_PAUSE_MS } from './integrity.ts'
import { jobNames, startWorker } from './jobs.ts'
import { runDue } from './run-due.ts'

/** How long a worker waits if it found nothing to do. */
const PAUSE_MS = 1_000
const SWEEP_PAUSE_MS = 3_600_000
const SWEEP_BATCH = 1_000

export interface Workers {
  /** Starts the loops that claim due work. */
  start(): void
  /** Does all due work once, for the sandbox clock: see SandboxTime. */
  runDue(patience: Patience): Promise<DueRun>
  /** Stops the loops. Resolves when the work in progress has ended. */
  stop(): Promise<void>
}

export interface WorkerOptions {
  /** Waits for this process's background work. Returns the number of pieces that ran. */
  readonly settled: () => Promise<number>
  /** Called with the results of the integrity checks, each time this process has read them. */
  readonly onIntegrityChecked?: (counts: IntegrityCounts) => void
}

/** The background jobs of one process. Each row is claimed, so that several processes share the work. */
export function createWorkers(deps: Deps, { settled, onIntegrityChecked }: WorkerOptions): Workers {
  const stopping = new AbortController()
  const workers = new Map(jobNames.map(name => [name, startWorker(deps, name)]))
  // The work that the loops take while a caller moves the clock also counts for that caller.
  let takenByLoops = 0
  let loops: readonly Promise<void>[] = []
  const look = (name: string, pauseMs: number, take: () => Promise<number>) =>
    loop(deps, { name, pauseMs, signal: stopping.signal }, take)
  return {
    start() {
      if (loops.length > 0) return
      loops = [
        ...[...workers].map(([name, worker]) =>
          look(name, PAUSE_MS, async () => {
            const taken = await worker.take()
            takenByLoops += taken
            return taken
          }),
        ),
        look(
          'integrity',
          INTEGRITY_PAUSE_MS,
          createIntegrity(deps, { signal: stopping.signal, onChecked: onIntegrityChecked }),
        ),
        look('keys', SWEEP_PAUSE_MS, () => sweepKeys(deps.database, deps.clock.now(), SWEEP_BATCH)),
        look('erased consumers', SWEEP_PAUSE_MS, () => sweepErased(deps.database, deps.clock.now(), SWEEP_BATCH)),
        look('webhook deliveries', SWEEP_PAUSE_MS, () => sweepDeliveries(deps.database, deps.clock.now(), SWEEP_BATCH)),
        look('client tokens', SWEEP_PAUSE_MS, () => sweepClientTokens(deps.database, deps.clock.now(), SWEEP_BATCH)),
        look('console sessions', SWEEP_PAUSE_MS, () =>
          sweepConsoleSessions(deps.database, new Date(deps.realTime.nowMs()), SWEEP_BATCH),
        ),
        look('return queries', SWEEP_PAUSE_MS, () =>
          sweepReturnQueries(deps.database, new Date(deps.realTime.nowMs()), SWEEP_BATCH),
        ),
      ]
    },
    async runDue(patience) {
      const run = await runDue(deps, { workers, settled, signal: stopping.signal }, patience)
      const done = run.done + takenByLoops
      takenByLoops = 0
      return { ...run, done }
    },
    async stop() {
      stopping.abort()
      await Promise.all(loops)
      await Promise.all([...workers.values()].map(worker => worker.idle()))
    },
  }
}

interface Loop {
  readonly name: string
  readonly pauseMs: number
  readonly signal: AbortSignal
}

/**
 * Takes work until it is stopped: again at once if it found some, otherwise after a pause. A failure is logged and does
 * not end the loop.
 */
async function loop(deps: Deps, { name, pauseMs, signal }: Loop, take: () => Promise<number>): Promise<void> {
  while (!signal.aborted) {
    let found = 0
    try {
      found = await take()
    } catch (error) {
      deps.log.error({ job: name, err: error }, 'a background job failed; it is started again after a pause')
    }
    if (found === 0) await delay(pauseMs, undefined, { signal }).catch(() => {})
  }
}
