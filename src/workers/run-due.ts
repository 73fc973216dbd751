import type { Deps } from '../operations/deps.ts'
import type { DueRun, Patience } from '../operations/sandbox-time.ts'
import { type DueWorkerName, nextDue } from '../store/next-due.ts'
import type { Work } from './worker.ts'

/** How soon it is looked again at what somebody else is at work on. */
const LOOK_AGAIN_MS = 20

export interface DueRunOptions {
  readonly works: ReadonlyMap<DueWorkerName, Work>
  /** Waits for what this process does behind answers that were given. Returns how much that was. */
  readonly settled: () => Promise<number>
  /** Rejects a run where the workers were stopped. */
  readonly signal: AbortSignal
}

/**
 * Does what is due now, always the earliest first, until nothing of it is left and nobody is at work on an attempt. What is
 * due and can be taken by nobody (another process has it, or its provider does not answer) is waited for as long as
 * patience lasts, and then left: in real time it would stay behind as well.
 */
export async function runDue(deps: Deps, options: DueRunOptions, patience: Patience): Promise<DueRun> {
  const { works, settled, signal } = options
  const left = new Set<DueWorkerName>()
  let done = 0
  for (;;) {
    signal.throwIfAborted()
    await Promise.all([...works.values()].map(work => work.idle()))
    done += await settled()
    const realNow = new Date(deps.realTime.nowMs())
    const { due, held } = await nextDue(deps.database, { realNow })
    const now = deps.clock.now()
    const next = due.find(({ worker, at }) => at <= now && !left.has(worker))
    if (next !== undefined) {
      await untilProvidersAnswer(deps, patience)
      const taken = (await works.get(next.worker)?.take()) ?? 0
      done += taken
      if (taken === 0 && !(await patience.wait(LOOK_AGAIN_MS))) left.add(next.worker)
    } else if (held.length > 0 && (await patience.wait(LOOK_AGAIN_MS))) {
      // Whoever is at work on it may have given a provider something to tell.
      done += 1
    } else {
      const later = left.size === 0 ? due : (await nextDue(deps.database, { realNow, after: now })).due
      if (left.size > 0)
        deps.log.warn({ workers: [...left] }, 'the clock goes on, although not all that is due could be done')
      return { done, nextDue: later[0]?.at ?? null }
    }
  }
}

/** Hours of simulated time pass in no time: a provider that is not asked for some seconds would seem to be away for days. */
async function untilProvidersAnswer({ providers, realTime }: Deps, patience: Patience): Promise<void> {
  for (const { provider } of providers.entries) {
    const retryAfter = provider?.health().retryAfter ?? null
    if (retryAfter !== null) await patience.wait(Math.max(retryAfter.getTime() - realTime.nowMs(), 0))
  }
}
