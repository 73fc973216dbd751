import { setTimeout as delay } from 'node:timers/promises'
import { coalesce } from '../base/time/coalesce.ts'
import type { Deps } from '../operations/command/deps.ts'
import type { DueRun, Patience } from '../operations/sandbox-clock/time.ts'
import { sweepClientTokens } from '../store/access/client-tokens.ts'
import { sweepConsoleSessions } from '../store/access/console-sessions.ts'
import { sweepReturnQueries } from '../store/agreement/return-queries.ts'
import { sweepErased } from '../store/consumer/erasure.ts'
import { sweepKeys } from '../store/idempotency-key.ts'
import { type IntegrityCounts, integrityCounts } from '../store/integrity/known-violations.ts'
import { sweepDeliveries } from '../store/webhook-endpoint/deliveries.ts'
import { areEventsUnread } from '../store/webhook-endpoint/due.ts'
import type { JobName } from '../store/work-queue/queues.ts'
import { type Alarm, createAlarm } from './alarm.ts'
import { INTEGRITY_PAUSE_MS } from './integrity.ts'
import { deliveryJobs, jobNames, startWorker, unblocks } from './jobs.ts'
import { loop } from './loop.ts'
import { runDue } from './run-due.ts'

/** How long a worker waits if it found nothing to do. */
const PAUSE_MS = 1_000
/** Under load every commit of another process is a reason to look; one look covers all within this time. */
const LOOK_GAP_MS = 250
/** One look for more deliveries covers all that end within this time. */
const MORE_GAP_MS = 20
/** How long the log is not read for endpoints while an event waits for an open transaction to end. */
const HELD_BACK_MS = 100
const SWEEP_PAUSE_MS = 3_600_000
const SWEEP_BATCH = 1_000

export interface Workers {
  /** Starts the loops that claim due work. */
  start(): void
  /** Lets the loops look now instead of after their pause: another process may have recorded work that is due. */
  lookSoon(): void
  /** This process has committed something, so there may be an event for endpoints of merchants, or a delivery. */
  deliverSoon(): void
  /** Does all due work once, for the sandbox clock: see SandboxTime. */
  runDue(patience: Patience): Promise<DueRun>
  /** Claims nothing more. The work in progress continues. */
  halt(): void
  /** Waits for the work in progress, `graceMs` at most, and gives up what is left to other processes. */
  stop(options: { readonly graceMs: number }): Promise<void>
}

export interface WorkerOptions {
  /** Waits for this process's background work. Returns the number of pieces that ran. */
  readonly settled: () => Promise<number>
  /** Called with the results of the integrity checks of all processes, each time this process has read them. */
  readonly onIntegrityChecked?: (counts: IntegrityCounts) => void
  /** How long a worker waits if it found nothing to do and nothing wakes it. */
  readonly pauseMs?: number | undefined
  /** How long it waits before it reads the results of the integrity checks again. */
  readonly integrityPauseMs?: number | undefined
}

/** The background jobs of one process. Each row is claimed, so that several processes share the work. */
export function createWorkers(deps: Deps, options: WorkerOptions): Workers {
  const { settled, onIntegrityChecked, pauseMs = PAUSE_MS, integrityPauseMs = INTEGRITY_PAUSE_MS } = options
  const halting = new AbortController()
  const stopping = new AbortController()
  // The work that the loops take while a caller moves the clock also counts for that caller.
  let takenByLoops = 0
  let loops: readonly Promise<void>[] = []
  const alarms = new Map(jobNames.map(name => [name, createAlarm()]))
  const ringLater = (name: JobName, ms: number) => setTimeout(() => alarms.get(name)?.ring(), ms).unref()
  const ringSoon = (gapMs: number, names: readonly JobName[]) => {
    const { soon, cancel } = coalesce(gapMs, async () => {
      for (const name of names) alarms.get(name)?.ring()
    })
    halting.signal.addEventListener('abort', cancel)
    return soon
  }
  const workers = new Map(
    jobNames.map(name => [name, startWorker(deps, name, ringSoon(MORE_GAP_MS, unblocks[name] ?? []))]),
  )
  const look = (name: string, pauseMs: number, take: () => Promise<number>, alarm?: Alarm) =>
    loop(deps.log, { name, pauseMs, signal: halting.signal, alarm }, take)
  return {
    start() {
      if (loops.length > 0) return
      loops = [
        ...[...workers].map(([name, worker]) =>
          look(
            name,
            pauseMs,
            async () => {
              const taken = await worker.take()
              takenByLoops += taken
              if (name === 'logReading' && taken === 0 && (await areEventsUnread(deps.database)))
                ringLater(name, HELD_BACK_MS)
              return taken
            },
            alarms.get(name),
          ),
        ),
        look('integrity results', integrityPauseMs, async () => {
          onIntegrityChecked?.(await integrityCounts(deps.database))
          return 0
        }),
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
    lookSoon: ringSoon(LOOK_GAP_MS, jobNames),
    deliverSoon: ringSoon(LOOK_GAP_MS, deliveryJobs),
    async runDue(patience) {
      const run = await runDue(deps, { workers, settled, signal: stopping.signal }, patience)
      const done = run.done + takenByLoops
      takenByLoops = 0
      return { ...run, done }
    },
    halt: () => halting.abort(),
    async stop({ graceMs }) {
      halting.abort()
      stopping.abort()
      const all = [...workers.values()]
      const idle = Promise.all(loops).then(() => Promise.all(all.map(worker => worker.idle())))
      const late = new AbortController()
      await Promise.race([idle, delay(graceMs, undefined, { signal: late.signal }).catch(() => {})])
      late.abort()
      const given = await Promise.all(all.map(worker => worker.release()))
      const left = given.reduce((sum, count) => sum + count, 0)
      if (left > 0) deps.log.warn({ left }, 'stopped while jobs were running: other processes can take over')
    },
  }
}
