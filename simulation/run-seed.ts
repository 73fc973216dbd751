import { pause } from '../src/base/real-time.ts'
import type { Caller } from '../src/operations/caller.ts'
import { consumerCreate } from '../src/operations/consumer-create.ts'
import { brokenRules } from './checks/broken-rules.ts'
import { checkLog } from './checks/check-log.ts'
import { checkMoney } from './checks/check-money.ts'
import {
  checkAcknowledged,
  checkAgreements,
  checkAttention,
  checkQuiet,
  checkRevocations,
  operatorsItems,
} from './checks/check-quiet.ts'
import { type FinalBooks, readFinalBooks } from './checks/final-books.ts'
import { emptyTables, MERCHANT } from './database/cluster.ts'
import type { Connections } from './database/connections.ts'
import { createChance } from './engine/chance.ts'
import { withSeededCrypto } from './engine/seeded-crypto.ts'
import { calm, drawSwarm, type Swarm } from './engine/swarm.ts'
import { type Interference, START_MS, World } from './engine/world.ts'
import { type ClientBooks, createClientBooks } from './workload/books-of-clients.ts'
import { perform } from './workload/perform.ts'
import { drawPlan, type Plan } from './workload/plan.ts'

export interface Outcome {
  readonly seed: number
  readonly violations: readonly string[]
  readonly steps: number
  readonly simulatedMs: number
  readonly traceHash: string
  readonly trace: readonly string[]
  readonly books: FinalBooks
}

export interface Scenario {
  readonly plan: Plan
  readonly swarm: Swarm
  readonly interference?: Interference
}

/** A seed's clients, faults, and choices. */
export function scenarioOf(seed: number): Scenario {
  return { plan: drawPlan(seed), swarm: drawSwarm(createChance(seed, 'swarm')) }
}

/** Runs one seed to its end on an empty database, and judges what has become of everything. */
export async function runSeed(
  connections: Connections,
  seed: number,
  scenario: Scenario = scenarioOf(seed),
): Promise<Outcome> {
  await emptyTables(connections)
  return withSeededCrypto(createChance(seed, 'crypto'), () => run(connections, seed, scenario))
}

/** Longer than the gateway asks about anything by itself. */
const REST_MS = 5 * 86_400_000

const caller: Caller = {
  tenant: { merchantId: MERCHANT, mode: 'TEST' },
  merchantName: MERCHANT,
  actor: 'key_simulation',
  scopes: [],
}

async function run(connections: Connections, seed: number, { plan, swarm, interference }: Scenario): Promise<Outcome> {
  const calmSwarm: Swarm = { ...calm, processes: swarm.processes, absenceMs: swarm.absenceMs }
  const world = new World({ seed, swarm, calmSwarm, connections, caller, ...(interference ? { interference } : {}) })
  const clients = createClientBooks()
  const violations: string[] = []
  try {
    await runLanes(world, plan, clients)
    world.endFaults(REST_MS)
    await world.scheduler.run()
  } catch (error) {
    violations.push(error instanceof Error ? (error.stack ?? error.message) : String(error))
    await world.abandon()
  }
  if (connections.idle !== connections.size || world.locks.held > 0) violations.push('a transaction was left open')
  const books = await readFinalBooks(connections)
  const allowed = operatorsItems(books, world.providers)
  violations.push(
    ...world.defects,
    ...checkMoney(books, world.providers),
    ...checkLog(books),
    ...checkQuiet(books, allowed),
    ...checkAttention(books, allowed),
    ...checkAgreements(books, world.providers),
    ...(await brokenRules(connections, new Date(world.scheduler.nowMs), allowed)),
    ...checkAcknowledged(books, clients),
    ...checkRevocations(books),
  )
  const { steps, nowMs } = world.scheduler
  const { trace } = world
  return {
    seed,
    violations,
    steps,
    simulatedMs: nowMs - START_MS,
    traceHash: trace.hash(),
    trace: trace.lines(),
    books,
  }
}

async function runLanes(world: World, plan: Plan, books: ClientBooks): Promise<void> {
  let open = plan.lanes.length
  const consumer = await createConsumer(world)
  for (const [index, lane] of plan.lanes.entries()) {
    const name = `client${index + 1}`
    const time = {
      nowMs: () => world.scheduler.nowMs,
      after: (ms: number, wake: () => void) => world.scheduler.after(name, ms, 'goes on', wake),
    }
    const work = async () => {
      for (const { afterMs, action } of lane) {
        await pause(time, afterMs)
        await perform({ world, books, name, consumerId: consumer }, action)
      }
    }
    work()
      .catch((error: unknown) => world.defects.push(`${name}: ${error instanceof Error ? error.stack : String(error)}`))
      .finally(() => {
        open -= 1
      })
  }
  await world.scheduler.run(() => open === 0)
}

/** Before anything else: somebody to be charged. */
async function createConsumer(world: World): Promise<string> {
  let id: string | undefined
  const input = { idempotencyKey: 'consumer', country: 'US', name: 'Ada Consumer', email: 'ada@example.com' }
  const made = (async () => {
    while (id === undefined) {
      const result = await world
        .call('client', 'consumerCreate', deps => consumerCreate(deps, world.caller, input))
        .catch(() => undefined)
      if (result?.ok) id = result.payload.consumer.id
    }
  })()
  await world.scheduler.run(() => id !== undefined)
  await made
  return id ?? ''
}
