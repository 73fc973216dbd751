import type { Deps } from '../operations/command/deps.ts'
import type { DueRun, Patience } from '../operations/sandbox-clock/time.ts'
import { nextDue } from '../store/sandbox-clock/next-due.ts'
import type { JobName } from '../store/work-queue/queues.ts'
import type { Worker } from './worker.ts'

/** The pause before checking again for rows that another process works on. */
const LOOK_AGAIN_MS = 20

export interface DueRunOptions {
  readonly workers: ReadonlyMap<JobName, Pick<Worker, 'take' | 'idle'>>
  /** Waits for this process's background work. Returns the number of pieces that ran. */
  readonly settled: () => Promise<number>
  /** Aborted when the workers are stopped. A run then rejects. */
  readonly signal: AbortSignal
}

/**
 * Does one portion of the work that is due now, from the job whose work was due first. If nothing is due and no lease
 * is held, it returns when the next work is due. If work cannot be claimed (another process has it, or its provider
 * does not respond), it waits as long as `patience` allows and then continues without it, as in real time.
 */
export async function runDue(deps: Deps, options: DueRunOptions, patience: Patience): Promise<DueRun> {
  const { workers, settled, signal } = options
  const allIdle = () => Promise.all([...workers.values()].map(worker => worker.idle()))
  const left = new Set<JobName>()
  let done = 0
  for (;;) {
    signal.throwIfAborted()
    await allIdle()
    done += await settled()
    const realNow = new Date(deps.realTime.nowMs())
    const { due, held } = await nextDue(deps.database, { realNow })
    const now = deps.clock.now()
    const next = due.find(({ job, at }) => at <= now && !left.has(job))
    if (next !== undefined) {
      await untilProvidersAnswer(deps, patience)
      const taken = (await workers.get(next.job)?.take()) ?? 0
      await allIdle()
      if (taken > 0) return { done: done + taken, nextDue: null }
      if (!(await patience.wait(LOOK_AGAIN_MS))) left.add(next.job)
    } else if (held.length > 0 && (await patience.wait(LOOK_AGAIN_MS))) {
      // This work may have caused a provider to send something.
      done += 1
    } else if (done > 0) return { done, nextDue: null }
    else {
      if (left.size === 0) return { done: 0, nextDue: due[0]?.at ?? null }
      deps.log.warn(
        { jobs: [...left] },
        'the clock continues although some due work could not be done; the jobs retry it',
      )
      const later = await nextDue(deps.database, { realNow, after: now })
      return { done: 0, nextDue: later.due[0]?.at ?? null }
    }
  }
}

/** Simulated hours pass at once, so a circuit that is open for some seconds would look like an outage of days. */
async function untilProvidersAnswer({ providers, realTime }: Deps, patience: Patience): Promise<void> {
  const shared = providers.entries.flatMap(({ provider }) => provider ?? [])
  for (const provider of [...shared, ...providers.ownProviders()]) {
    const { retryAfter } = provider.health()
    if (retryAfter !== null) await patience.wait(Math.max(retryAfter.getTime() - realTime.nowMs(), 0))
  }
}
