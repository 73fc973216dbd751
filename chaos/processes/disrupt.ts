import { setTimeout as delay } from 'node:timers/promises'
import type { Progress } from '../load/progress.ts'
import type { Options } from '../options.ts'
import { type Random, randomFrom } from '../random.ts'
import type { Trouble } from '../system.ts'
import { type Disruption, planDisruptions } from './plan-disruptions.ts'
import type { Stack } from './stack.ts'

const LONGEST_DOWN_MS = 400

/** The trouble that the options describe, for the processes of a stack. */
export function troubleOf(stack: Stack, options: Options): Trouble {
  const ending = new AbortController()
  let steady: Promise<void> = Promise.resolve()
  return {
    async during(progress, signal) {
      await stack.simulators.setFaults(options)
      stack.cutter.begin()
      const end = AbortSignal.any([signal, ending.signal])
      if (options.killEverySeconds > 0) steady = killSteadily(stack, options, end)
      await disrupt(stack, planDisruptions(options), { progress, signal })
    },
    async end() {
      ending.abort()
      await steady
      stack.cutter.rest()
      await stack.simulators.endFaults()
    },
  }
}

/** Kills gateways and ends PostgreSQL as planned, each one after the previous one has restarted. */
async function disrupt(
  stack: Stack,
  disruptions: readonly Disruption[],
  { progress, signal }: { progress: Progress; signal: AbortSignal },
): Promise<void> {
  for (const disruption of disruptions) {
    await progress.reached(disruption.afterCharges, signal)
    await delay(disruption.delayMs, undefined, { signal })
    if (disruption.of === 'gateway') await stack.fleet.kill(disruption.which, disruption.downMs)
    else await stack.restartPostgres(disruption.how, disruption.downMs)
  }
}

/** Kills one gateway after the other until it is aborted. */
async function killSteadily({ fleet }: Stack, { seed, killEverySeconds }: Options, signal: AbortSignal): Promise<void> {
  const random: Random = randomFrom(seed, 'steady kills')
  for (let turn = 0; ; turn++) {
    await delay(killEverySeconds * 1_000, undefined, { signal }).catch(() => {})
    if (signal.aborted) return
    await fleet.kill(turn % fleet.size, random.between(0, LONGEST_DOWN_MS))
  }
}
