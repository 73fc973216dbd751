import { setTimeout as delay } from 'node:timers/promises'
import type { System } from './measure.ts'

const EVERY_MS = 50
/** A longer call counts as failed. */
const DEADLINE_MS = 15_000

/** One call of another caller. */
export interface Call {
  readonly begun: number
  readonly ended: number
  /** How long the gateway waited for a processor during the call, because the attacker or other programs used it. */
  readonly starvedMs: number
  readonly failed: boolean
}

/** Another caller, who sends a small query repeatedly while the gateway is under attack. */
export interface Probe {
  /** Calls that ended at this moment or later, by performance.now(). */
  since(from: number): readonly Call[]
  stop(): Promise<void>
}

export function startProbe({ ask, starvedMs }: Pick<System, 'ask' | 'starvedMs'>): Probe {
  const calls: Call[] = []
  const stopping = new AbortController()
  const goOn = async () => {
    while (!stopping.signal.aborted) {
      const starvedBefore = await starvedMs()
      const begun = performance.now()
      const failed = await ask(AbortSignal.any([AbortSignal.timeout(DEADLINE_MS), stopping.signal])).then(
        () => false,
        () => true,
      )
      const ended = performance.now()
      // If it is less than before, the gateway was restarted.
      const starved = Math.max(0, (await starvedMs()) - starvedBefore)
      if (!stopping.signal.aborted) calls.push({ begun, ended, starvedMs: Math.min(starved, ended - begun), failed })
      await delay(EVERY_MS)
    }
  }
  const ended = goOn()
  return {
    since: from => calls.filter(call => call.ended >= from),
    async stop() {
      stopping.abort()
      await ended
    },
  }
}

/** Without the time in which the gateway had no processor. */
export interface Latency {
  readonly medianMs: number
  readonly longestMs: number
  /** With that time. */
  readonly longestInAllMs: number
  readonly failed: number
}

export function latencyOf(calls: readonly Call[]): Latency {
  const took = calls.map(({ begun, ended, starvedMs }) => ended - begun - starvedMs).sort((one, other) => one - other)
  return {
    medianMs: took[Math.floor(took.length / 2)] ?? 0,
    longestMs: took.at(-1) ?? 0,
    longestInAllMs: Math.max(0, ...calls.map(({ begun, ended }) => ended - begun)),
    failed: calls.filter(({ failed }) => failed).length,
  }
}
