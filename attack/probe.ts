import { setTimeout as delay } from 'node:timers/promises'

const EVERY_MS = 50
/** A longer call counts as failed. */
const DEADLINE_MS = 15_000

/** One call of another caller. */
export interface Call {
  readonly begun: number
  readonly ended: number
  readonly failed: boolean
}

/** Another caller, who sends a small query repeatedly while the gateway is under attack. */
export interface Probe {
  /** Calls that ended at this moment or later, by performance.now(). */
  since(from: number): readonly Call[]
  stop(): Promise<void>
}

/** @param ask One call; rejects if its response is wrong. */
export function startProbe(ask: (signal: AbortSignal) => Promise<void>): Probe {
  const calls: Call[] = []
  const stopping = new AbortController()
  const goOn = async () => {
    while (!stopping.signal.aborted) {
      const begun = performance.now()
      const failed = await ask(AbortSignal.any([AbortSignal.timeout(DEADLINE_MS), stopping.signal])).then(
        () => false,
        () => true,
      )
      if (!stopping.signal.aborted) calls.push({ begun, ended: performance.now(), failed })
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

export interface Latency {
  readonly medianMs: number
  readonly longestMs: number
  readonly failed: number
}

export function latencyOf(calls: readonly Call[]): Latency {
  const took = calls.map(({ begun, ended }) => ended - begun).sort((one, other) => one - other)
  return {
    medianMs: took[Math.floor(took.length / 2)] ?? 0,
    longestMs: took.at(-1) ?? 0,
    failed: calls.filter(({ failed }) => failed).length,
  }
}
