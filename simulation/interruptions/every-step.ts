import type { Failure } from '../../src/domain/decline/failure.ts'
import type { Connections } from '../database/connections.ts'
import { chooseFirst } from '../engine/scheduler.ts'
import { calm, type ExchangeFault, exchangeFaults, type Swarm } from '../engine/swarm.ts'
import type { Interference } from '../engine/world.ts'
import type { LedgerCharge } from '../provider/ledger.ts'
import { runSeed } from '../run-seed.ts'
import type { Outcome } from '../simulate.ts'
import { type Story, stories } from './stories.ts'

export type StepFault = 'cutBefore' | 'cutAfter' | 'kill' | ExchangeFault

/** The fault of one step of a story. */
export const stepFaults: readonly StepFault[] = ['cutBefore', 'cutAfter', 'kill', ...exchangeFaults]

export interface Interrupted {
  readonly name: string
  readonly outcome: Outcome
}

const SEED = 1
const DOWN_MS = 1_000
const swarm: Swarm = { ...calm, lateMaxMs: 3_000 }

/**
 * Runs a whole story repeatedly, with one fault each time: at the first step of I/O, at the second, and so on, until
 * the story ends before the fault. So no step is forgotten when steps are added.
 */
export async function everyStep(connections: Connections, onRun: (run: Interrupted) => void): Promise<void> {
  for (const story of stories)
    for (const fault of stepFaults)
      for (let step = 1; ; step += 1) {
        const { outcome, met } = await interrupted(connections, story, fault, step)
        if (!met) break
        onRun({ name: `${story.name}, ${fault} at step ${step}`, outcome })
      }
}

/**
 * About as many steps as a story has for each kind of fault. A fault after the story's end is a run without a fault and
 * is left out.
 */
const SAMPLED = { statements: 97, exchanges: 7 }

/**
 * Runs one step of each story for every fifth fault, always the same ones: some 15 runs of the 4,400 of `everyStep`.
 */
export async function sampleOfSteps(connections: Connections, onRun: (run: Interrupted) => void): Promise<void> {
  const pairs = stories.flatMap(story => stepFaults.map(fault => ({ story, fault })))
  for (const [index, { story, fault }] of pairs.entries()) {
    if (index % 7 !== 0) continue
    const among = exchangeFaults.some(known => known === fault) ? SAMPLED.exchanges : SAMPLED.statements
    const step = 1 + ((index * 31) % among)
    const { outcome, met } = await interrupted(connections, story, fault, step)
    if (met) onRun({ name: `${story.name}, ${fault} at step ${step}`, outcome })
  }
}

async function interrupted(connections: Connections, { plan, declines }: Story, fault: StepFault, step: number) {
  let count = 0
  const isIt = () => {
    count += 1
    return count === step
  }
  const interference = { choose: chooseFirst, ...faulty(fault, isIt), declines: inTurn(declines ?? []) }
  const outcome = await runSeed(connections, SEED, { plan, swarm, interference })
  return { outcome, met: count >= step }
}

function inTurn(failures: readonly Failure[]): (charge: LedgerCharge) => Failure | undefined {
  const left = [...failures]
  return ({ initial }) => (initial ? undefined : left.shift())
}

function faulty(fault: StepFault, isIt: () => boolean): Interference {
  switch (fault) {
    case 'cutBefore':
      return { statement: () => (isIt() ? 'before' : undefined) }
    case 'cutAfter':
      return { statement: () => (isIt() ? 'after' : undefined) }
    case 'kill':
      return { kills: () => (isIt() ? DOWN_MS : undefined) }
    default:
      return { exchange: () => (isIt() ? fault : undefined) }
  }
}
