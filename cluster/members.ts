import type { NodeAddress } from './node.ts'

/** What Patroni says of one member. */
export interface Member {
  readonly name: string
  readonly role: string
  readonly state: string
  readonly timeline?: number
  /** Bytes that the standby has not received. */
  readonly lag?: number | string
}

const ASK_TIMEOUT_MS = 3_000

/** All members, from the first node that answers; none if no node does. */
export async function readMembers(nodes: readonly NodeAddress[]): Promise<readonly Member[]> {
  for (const { patroniPort } of nodes) {
    const members = await fetch(`http://127.0.0.1:${patroniPort}/cluster`, {
      signal: AbortSignal.timeout(ASK_TIMEOUT_MS),
    })
      .then(response => response.json() as Promise<{ readonly members?: readonly Member[] }>)
      .then(
        ({ members: found }) => found ?? [],
        () => [],
      )
    if (members.length > 0) return members
  }
  return []
}

/** The node that answers as the primary; undefined while there is none. */
export async function findPrimary<N extends NodeAddress>(nodes: readonly N[]): Promise<N | undefined> {
  const answers = await Promise.all(nodes.map(async node => ((await isPrimary(node)) ? node : undefined)))
  return answers.find(node => node !== undefined)
}

function isPrimary({ patroniPort }: NodeAddress): Promise<boolean> {
  return fetch(`http://127.0.0.1:${patroniPort}/primary`, { signal: AbortSignal.timeout(ASK_TIMEOUT_MS) }).then(
    ({ ok }) => ok,
    () => false,
  )
}

/** True if one member leads, one is its synchronous standby, and all others follow. */
export function isWhole(members: readonly Member[], count: number): boolean {
  const serving = members.filter(({ state }) => state === 'running' || state === 'streaming')
  return (
    members.length === count &&
    serving.length === count &&
    members.filter(({ role }) => role === 'leader').length === 1 &&
    members.some(({ role }) => role === 'sync_standby')
  )
}
