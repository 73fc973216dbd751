import type { Connections } from '../database/connections.ts'
import { type Choose, chooseFirst } from '../engine/scheduler.ts'
import { calm, type Swarm } from '../engine/swarm.ts'
import type { Interference } from '../engine/world.ts'
import { declinedFailure } from '../provider/failures.ts'
import { type Stage, simulate } from '../simulate.ts'
import type { Interrupted } from './every-step.ts'
import { prepare } from './prepare.ts'
import type { Given, Race } from './race.ts'
import { races } from './races.ts'

const [FIRST, SECOND] = [1, 2]
const SEED = 3

/** Runs every race, with the second one starting after each step of the first. */
export async function runRaces(connections: Connections, onRun: (run: Interrupted) => void): Promise<void> {
  for (const race of races)
    for (let step = 1; ; step += 1) {
      const { outcome, after } = await runRace(connections, race, step)
      if (after === undefined && outcome.violations.length === 0) break
      onRun({ name: `${race.name}, the second after ${after} (step ${step})`, outcome })
      if (after === undefined) break
    }
}

/** Runs every race once, with the second one starting after one of the first five steps of the first. */
export async function sampleOfRaces(connections: Connections, onRun: (run: Interrupted) => void): Promise<void> {
  for (const [index, race] of races.entries()) {
    const step = 1 + (index % 5)
    const { outcome, after } = await runRace(connections, race, step)
    onRun({ name: `${race.name}, the second after ${after} (step ${step})`, outcome })
  }
}

/** `after` is the step of the first one after which the second started. Undefined if the first one had ended before. */
async function runRace(connections: Connections, race: Race, step: number) {
  const wrong: string[] = []
  const turns = new Turns(step)
  const interference = { choose: turns.choose, webhooksTo: SECOND, ...lostAnswer(race), ...decline(race) }
  // A notification must not report the outcome before recovery finds it.
  const swarm: Swarm = { ...calm, processes: 2, webhookLost: race.charge === 'lost' ? 1 : 0 }
  const outcome = await simulate(connections, { seed: SEED, swarm, interference }, async stage => {
    const given = await prepare(stage, race)
    turns.onInterruption = () => stage.world.scheduler.skip(race.standsStillMs ?? 0)
    const responses = await stage.until(contend(stage, race, given, turns))
    if (race.responses && !race.responses.some(pair => pair.join() === responses.join()))
      wrong.push(`responses ${responses.join(' and ')}`)
  })
  return { outcome: { ...outcome, violations: [...outcome.violations, ...wrong] }, after: turns.after }
}

function contend({ world }: Stage, { first, second }: Race, given: Given, turns: Turns): Promise<[string, string]> {
  turns.begin()
  const leading = world
    .processIn(FIRST)
    .call(deps => first(given, deps))
    .finally(() => turns.end())
  const waiting = { owner: 'second', label: 'the second starts', ready: () => turns.isSecondsTurn }
  const following = world.scheduler
    .step(waiting, () => {})
    .then(() => world.processIn(SECOND).call(deps => second(given, deps)))
  return Promise.all([leading, following])
}

/**
 * Decides who can run: the first one until it has taken this number of steps, then all others as long as they can
 * continue.
 */
class Turns {
  readonly #step: number
  #taken = 0
  #racing = false
  #ended = false
  after: string | undefined
  onInterruption = () => {}

  constructor(step: number) {
    this.#step = step
  }

  begin(): void {
    this.#racing = true
  }

  end(): void {
    this.#ended = true
  }

  get isSecondsTurn(): boolean {
    return this.after !== undefined || this.#ended
  }

  readonly choose: Choose = runnable => {
    const first = this.#racing ? runnable.find(({ owner }) => owner.startsWith(`p${FIRST}.`)) : undefined
    if (first === undefined) return chooseFirst(runnable)
    if (this.isSecondsTurn) return runnable.find(gate => !gate.owner.startsWith(`p${FIRST}.`)) ?? first
    this.#taken += 1
    if (this.#taken === this.#step) {
      this.after = first.label
      this.onInterruption()
    }
    return first
  }
}

/** Loses the response to the charge, so that there is a request to recover. */
function lostAnswer({ charge }: Race): Interference {
  let sent = 0
  return {
    exchange: (_, verb) => (charge === 'lost' && verb === 'createCharge' && ++sent === 1 ? 'lostAfter' : undefined),
  }
}

/** Declines the first charge of an occurrence, so that there is a payment to retry. */
function decline({ occurrence }: Race): Interference {
  const left = occurrence === 'retrying' ? [declinedFailure] : []
  return { declines: () => left.shift() }
}
