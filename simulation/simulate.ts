import { backendScopes } from '../src/domain/access/scopes.ts'
import type { Caller } from '../src/operations/command/caller.ts'
import { consumerCreate } from '../src/operations/consumer/create.ts'
import { type FinalRecords, readFinalRecords } from './checks/final-records.ts'
import { judge } from './checks/judge.ts'
import { emptyTables, MERCHANT } from './database/cluster.ts'
import type { Connections } from './database/connections.ts'
import { createChance } from './engine/chance.ts'
import { withSeededCrypto } from './engine/seeded-crypto.ts'
import { calm, type Swarm } from './engine/swarm.ts'
import { type Interference, World } from './engine/world.ts'
import { type ClientRecords, createClientRecords } from './workload/client-records.ts'

export interface Outcome {
  readonly seed: number
  readonly violations: readonly string[]
  readonly steps: number
  readonly simulatedMs: number
  readonly trace: readonly string[]
  readonly records: FinalRecords
}

export interface Circumstances {
  readonly seed: number
  /** Its start time. Absent: an ordinary day. */
  readonly startMs?: number
  readonly swarm: Swarm
  readonly interference?: Interference
}

/** The world of a script. */
export interface Stage {
  readonly world: World
  readonly records: ClientRecords
  readonly consumerId: string
  /** Runs everything until `work` has ended. */
  until<T>(work: Promise<T>): Promise<T>
}

/** Longer than any interval of the gateway's status queries. */
const REST_MS = 5 * 86_400_000

const caller: Caller = {
  tenant: { merchantId: MERCHANT, mode: 'TEST' },
  merchantName: MERCHANT,
  actor: 'key_simulation',
  scopes: backendScopes,
}

/** Runs a script on an empty database, then ends all faults, lets days pass, and judges the result. */
export async function simulate(
  connections: Connections,
  circumstances: Circumstances,
  script: (stage: Stage) => Promise<void>,
): Promise<Outcome> {
  await emptyTables(connections)
  return withSeededCrypto(createChance(circumstances.seed, 'crypto'), () => play(connections, circumstances, script))
}

async function play(
  connections: Connections,
  { seed, startMs = Date.UTC(2026, 0, 15, 12), swarm, interference = {} }: Circumstances,
  script: (stage: Stage) => Promise<void>,
): Promise<Outcome> {
  const calmSwarm: Swarm = {
    ...calm,
    processes: swarm.processes,
    absenceMs: swarm.absenceMs,
    approving: swarm.approving,
  }
  const world = new World({ seed, startMs, swarm, calmSwarm, connections, caller, interference })
  const records = createClientRecords()
  const broken: string[] = []
  try {
    const until: Stage['until'] = work => runUntil(world, work)
    const consumerId = await until(createConsumer(world))
    await script({ world, records, consumerId, until })
    world.endFaults(REST_MS)
    await world.scheduler.run()
  } catch (error) {
    broken.push(error instanceof Error ? (error.stack ?? error.message) : String(error))
    await world.abandon()
  }
  const finalRecords = await readFinalRecords(connections)
  const violations = [...broken, ...(await judge(world, finalRecords, records))]
  const { steps, nowMs } = world.scheduler
  return { seed, violations, steps, simulatedMs: nowMs - startMs, trace: world.trace.lines(), records: finalRecords }
}

async function runUntil<T>(world: World, work: Promise<T>): Promise<T> {
  let ended = false
  const end = () => {
    ended = true
  }
  work.then(end, end)
  await world.scheduler.run(() => ended)
  return work
}

/** Runs first: creates a consumer to charge. */
async function createConsumer(world: World): Promise<string> {
  const input = { idempotencyKey: 'consumer', country: 'US', name: 'Ada Consumer', email: 'ada@example.com' }
  for (;;) {
    const result = await world
      .call('client', 'consumerCreate', deps => consumerCreate(deps, world.caller, input))
      .catch(() => undefined)
    if (result?.ok) return result.payload.consumer.id
  }
}
