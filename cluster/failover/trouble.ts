import { setTimeout as delay } from 'node:timers/promises'
import type { Progress } from '../../chaos/load/progress.ts'
import { type Random, randomFrom } from '../../chaos/random.ts'
import type { Trouble } from '../../chaos/system.ts'
import type { PostgresCluster } from '../cluster.ts'
import { findPrimary } from '../members.ts'
import type { FailoverOptions } from './options.ts'
import type { FailoverStack } from './stack.ts'

/** What was killed comes back after a while: between these. */
const DOWN_MS = { least: 500, most: 4_000 }
/** Standbys that follow, and a synchronous one among them, before the next kill. */
const WHOLE_MS = 600_000
/** All disruptions are during the load: some charges follow the last one. */
const LAST_AT = 0.9
const POLL_MS = 200
/** Longer than STATEMENT_TIMEOUT_MS: waits for the standby are ended by it. */
const WITHOUT_STANDBY_MS = 25_000

/** One disruption, at a moment that the seed decides. Resolves when everything serves again. */
type Disruption = (signal: AbortSignal, turn: number) => Promise<void>

/** @param done Called after each disruption with what was done. */
export function troubleOf(stack: FailoverStack, options: FailoverOptions, done: (what: string) => void): Trouble {
  const random = randomFrom(options.seed, 'trouble')
  return {
    async during(progress, signal) {
      await stack.simulators.setFaults(options)
      const doneNow = (what: string) => done(`charge ${progress.begun}: ${what}`)
      const disrupt = disruptionOf(stack, options, { random, done: doneNow })
      for (let turn = 0; turn < options.kills; turn++) {
        await moment(progress, options, { turn, random, signal })
        await disrupt(signal, turn)
      }
    },
    async end() {
      await stack.simulators.endFaults()
      await stack.cluster.whole(WHOLE_MS)
    },
  }
}

/** Spread over the load; workers are killed by the clock. */
async function moment(
  progress: Progress,
  { fault, kills, charges, everySeconds }: FailoverOptions,
  { turn, random, signal }: { turn: number; random: Random; signal: AbortSignal },
): Promise<void> {
  if (fault === 'worker') return delay(everySeconds * 1_000, undefined, { signal })
  const step = (charges * LAST_AT) / kills
  await progress.reached(Math.max(1, Math.floor(step * (turn + random.fraction()))), signal)
  await delay(random.between(0, 400), undefined, { signal })
}

/** Ends the primary's machine, and waits until another one is the primary. */
async function failOver({ nodes }: PostgresCluster, signal: AbortSignal) {
  const primary = await findPrimary(nodes)
  if (primary === undefined) throw new Error('there is no primary to kill')
  await primary.kill()
  const killedAt = performance.now()
  const end = Date.now() + WHOLE_MS
  for (;;) {
    const next = await findPrimary(nodes.filter(node => node !== primary))
    if (next) return { primary, next, seconds: (performance.now() - killedAt) / 1_000 }
    if (Date.now() > end) throw new Error(`no other node became the primary after ${primary.name}`)
    await delay(POLL_MS, undefined, { signal })
  }
}

function disruptionOf(
  { cluster, gateways, redis, versions }: FailoverStack,
  { fault }: FailoverOptions,
  { random, done }: { random: Random; done: (what: string) => void },
): Disruption {
  const downMs = () => random.between(DOWN_MS.least, DOWN_MS.most)
  const inOrder = async (index: number) => {
    await gateways[index]?.stopAndRestart(0)
    done(`gateway ${index + 1} was stopped in order and started again`)
  }
  switch (fault) {
    case 'primary':
      return async signal => {
        const { primary, next, seconds } = await failOver(cluster, signal)
        await delay(random.between(0, DOWN_MS.most), undefined, { signal })
        primary.start()
        await cluster.whole(WHOLE_MS, signal)
        done(`${primary.name} lost power; ${next.name} was the primary ${seconds.toFixed(1)} s later; all follow it`)
      }
    case 'standbys':
      return async signal => {
        const primary = await findPrimary(cluster.nodes)
        const standbys = cluster.nodes.filter(node => node !== primary)
        await Promise.all(standbys.map(node => node.killDatabase()))
        await delay(WITHOUT_STANDBY_MS, undefined, { signal })
        for (const node of standbys) node.startDatabase()
        await cluster.whole(WHOLE_MS, signal)
        done(`${primary?.name} was alone for ${WITHOUT_STANDBY_MS / 1_000} s`)
      }
    case 'worker':
      return async (_, turn) => {
        const index = turn % gateways.length
        await gateways[gateways.length - 1 - index]?.killAndRestart(random.between(0, 400))
        done(`gateway ${gateways.length - index} was killed`)
      }
    case 'drain':
      return (_, turn) => inOrder(turn % gateways.length)
    case 'restart':
      return async () => {
        for (const index of gateways.keys()) await inOrder(index)
      }
    case 'upgrade':
      return async (_, turn) => {
        const startedAt = performance.now()
        await gateways[turn]?.stopAndRestart(0, versions?.after)
        const seconds = (performance.now() - startedAt) / 1_000
        done(`gateway ${turn + 1} was replaced by the later version; it serves after ${seconds.toFixed(1)} s`)
      }
    case 'redis':
      return async signal => {
        await redis?.kill()
        await delay(downMs(), undefined, { signal })
        redis?.start()
        done('Redis was killed and started again, empty')
      }
  }
}
