import type { Memory } from '../support/memory.ts'
import { median } from '../support/rounds.ts'
import { mustAllow, type Side, startOurSide, startPeer } from './subscribed.ts'

export interface SubscriberResults {
  readonly sockets: number
  /** Bytes of an idle subscriber: one socket with one subscription, and a socket of `ws` alone. */
  readonly ours: Memory
  readonly theirs: Memory
  /** Of resident memory, each round. */
  readonly ratios: readonly number[]
}

const SOCKETS = 5_000
/** With these, what a process needs only once is in memory, and what was free in its heap is used. */
const BEFORE = 1_000
/** Each with new processes, since resident memory hardly shrinks. */
const ROUNDS = 3

export async function measureSubscribers(
  databaseUrl: string,
  dataDir: string,
  say: (line: string) => void,
): Promise<SubscriberResults> {
  mustAllow(SOCKETS)
  const ours: Memory[] = []
  const theirs: Memory[] = []
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await ofOneSocket(await startOurSide(databaseUrl, dataDir)))
    theirs.push(await ofOneSocket(await startPeer()))
    say(`bytes of a subscriber: ${JSON.stringify(ours.at(-1))}, of a socket of ws: ${JSON.stringify(theirs.at(-1))}`)
  }
  const ratios = ours.map(({ resident }, round) => resident / (theirs[round]?.resident ?? Number.NaN))
  return { sockets: SOCKETS, ours: medians(ours), theirs: medians(theirs), ratios }
}

async function ofOneSocket(side: Side): Promise<Memory> {
  try {
    await side.open(BEFORE)
    const before = await side.server.call<Memory>('memory')
    await side.open(SOCKETS - BEFORE)
    const after = await side.server.call<Memory>('memory')
    const each = (what: keyof Memory) => Math.round((after[what] - before[what]) / (SOCKETS - BEFORE))
    return { resident: each('resident'), heap: each('heap'), external: each('external') }
  } finally {
    await side.stop()
  }
}

function medians(all: readonly Memory[]): Memory {
  const of = (what: keyof Memory) => median(all.map(memory => memory[what]))
  return { resident: of('resident'), heap: of('heap'), external: of('external') }
}
