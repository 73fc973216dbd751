import { setTimeout as delay } from 'node:timers/promises'
import type { Stack } from '../processes/stack.ts'
import type { Disruption } from './plan.ts'

/**
 * The progress of the load. Disruptions depend on it and not on the clock, so that all of them happen during the load.
 */
export class Progress {
  #begun = 0
  readonly #waiting: { readonly at: number; readonly resolve: () => void }[] = []

  get begun(): number {
    return this.#begun
  }

  advance(): void {
    this.#begun += 1
    for (const waiting of this.#waiting.filter(({ at }) => at === this.#begun)) waiting.resolve()
  }

  reached(at: number): Promise<void> {
    if (this.#begun >= at) return Promise.resolve()
    return new Promise(resolve => this.#waiting.push({ at, resolve }))
  }
}

/** Kills the gateway and ends PostgreSQL as planned, each one after the previous one has restarted. */
export async function disrupt(
  stack: Stack,
  disruptions: readonly Disruption[],
  { progress, signal }: { progress: Progress; signal: AbortSignal },
): Promise<void> {
  const aborted = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
  )
  aborted.catch(() => {})
  for (const disruption of disruptions) {
    await Promise.race([progress.reached(disruption.afterCharges), aborted])
    await delay(disruption.delayMs, undefined, { signal })
    if (disruption.of === 'gateway') await stack.gateway.killAndRestart(disruption.downMs)
    else await stack.restartPostgres(disruption.how, disruption.downMs)
  }
}
