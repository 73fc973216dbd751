import { pause } from '../../src/base/time/real-time.ts'
import type { Result } from '../../src/domain/input/user-error.ts'
import type { Deps } from '../../src/operations/command/deps.ts'
import { SimulatedFailure } from '../engine/simulated-failure.ts'
import type { World } from '../engine/world.ts'
import type { ClientRecords } from './client-records.ts'

const TRIES_MAX = 6
const RETRY_MAX_MS = 3_000
const AGAIN: ReadonlySet<string> = new Set(['IDEMPOTENCY_IN_PROGRESS', 'PROVIDER_UNAVAILABLE'])

export interface Client {
  readonly world: World
  readonly records: ClientRecords
  /** The owner of its scheduler steps. */
  readonly name: string
  readonly consumerId: string
}

export const currencies = { PPRO: 'USD', APS: 'AED' } as const

export type Ask<Payload> = (deps: Deps) => Promise<Result<Payload>>

/**
 * Sends a request until there is a response or the client's patience ends. Sends it again after a broken connection, or
 * if the response says so. Some clients do not wait, and send the same request to a second process. Returns every
 * payload that arrived.
 */
export async function request<Payload>(
  world: World,
  owner: string,
  label: string,
  ask: Ask<Payload>,
): Promise<Payload[]> {
  const second = world.chance.happens(world.swarm.impatient) ? untilAnswered(world, owner, label, ask) : undefined
  const first = await untilAnswered(world, owner, label, ask)
  const payloads = [first, await second].filter(payload => payload !== undefined)
  return payloads
}

async function untilAnswered<Payload>(
  world: World,
  owner: string,
  label: string,
  ask: Ask<Payload>,
): Promise<Payload | undefined> {
  const { chance } = world
  const time = world.timeOf(owner)
  for (let count = 0; count < TRIES_MAX; count++) {
    if (count > 0) await pause(time, chance.between(0, RETRY_MAX_MS))
    try {
      const result = await world.call(owner, label, ask)
      if (chance.happens(world.swarm.answerLost)) throw new SimulatedFailure('the answer got lost')
      if (result.ok) return result.payload
      if (!AGAIN.has(result.error.code)) return undefined
    } catch (error) {
      if (!isExpected(error)) world.defects.push(`${label}: ${error instanceof Error ? error.stack : String(error)}`)
    }
  }
  return undefined
}

function isExpected(error: unknown): boolean {
  return error instanceof SimulatedFailure
}

export function nth<T>(items: readonly T[], index: number): T | undefined {
  return items[index % Math.max(items.length, 1)]
}

export function newKey({ chance }: World): string {
  return `key-${chance.bytes(6).toString('hex')}`
}
