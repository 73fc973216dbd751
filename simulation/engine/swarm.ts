import type { Chance } from './chance.ts'

/** What can go wrong with a request to a provider. Nothing but the first two is certain of itself. */
export const exchangeFaults = [
  'refused',
  'throttled',
  'lostBefore',
  'errorBefore',
  'lostAfter',
  'errorAfter',
  'malformed',
  'late',
] as const
export type ExchangeFault = (typeof exchangeFaults)[number]

/** Which faults a seed has, and how often. Some seeds have few kinds of them, often; some many; some none. */
export interface Swarm {
  readonly processes: number
  /** Of each request to a provider. */
  readonly exchange: ReadonlyMap<ExchangeFault, number>
  /** Of each question to a provider. */
  readonly statusQueryFails: number
  /** The longest for which something new is not found by status queries. */
  readonly unreadableMaxMs: number
  /** The longest after which a late request arrives. */
  readonly lateMaxMs: number
  /** Of each SQL statement: its connection is cut before, or after, the server does it. */
  readonly statementBefore: number
  readonly statementAfter: number
  /** Of each step: one of the processes is killed. */
  readonly kill: number
  readonly webhookLost: number
  readonly webhookTwice: number
  readonly webhookForged: number
  readonly webhookMaxMs: number
  /** Of each request by a caller: the answer to it gets lost. */
  readonly answerLost: number
  /** Of each caller: asks a second time, elsewhere, without waiting for the answer. */
  readonly impatient: number
  /** Of each step: the workers of one process look for work, whether or not something is due. */
  readonly eagerWorkers: number
  /** Of each step: time goes on although something could run. */
  readonly timePasses: number
  readonly absenceMs: number
  /** True where providers approve everything, and at once. */
  readonly approving: boolean
}

export function drawSwarm(chance: Chance): Swarm {
  const calm = chance.happens(0.05)
  const rate = (share: number, max: number) =>
    !calm && chance.happens(share) ? (chance.between(1, 100) / 100) * max : 0
  const exchange = new Map(exchangeFaults.map(fault => [fault, rate(0.4, 0.35)] as const))
  const absenceMs = chance.pick([5_000, 60_000])
  return {
    processes: chance.pick([1, 2, 2]),
    exchange,
    statusQueryFails: rate(0.4, 0.5),
    // Both far below the ten absences after which a request that cannot be repeated is held to have never arrived.
    unreadableMaxMs: chance.happens(0.4) ? chance.pick([0.9, 5]) * absenceMs : 0,
    lateMaxMs: chance.pick([0.2, 0.9, 5]) * absenceMs,
    statementBefore: rate(0.35, 0.03),
    statementAfter: rate(0.35, 0.03),
    kill: rate(0.4, 0.02),
    webhookLost: rate(0.3, 1),
    webhookTwice: rate(0.4, 0.7),
    webhookForged: rate(0.2, 0.3),
    webhookMaxMs: chance.pick([0, 500, 60_000, 7_200_000]),
    answerLost: rate(0.4, 0.4),
    impatient: rate(0.4, 0.5),
    eagerWorkers: rate(0.6, 0.05),
    timePasses: rate(0.7, 0.1),
    absenceMs,
    approving: false,
  }
}

/** Nothing goes wrong, and nothing is declined. */
export const calm: Swarm = {
  processes: 1,
  exchange: new Map(),
  statusQueryFails: 0,
  unreadableMaxMs: 0,
  lateMaxMs: 0,
  statementBefore: 0,
  statementAfter: 0,
  kill: 0,
  webhookLost: 0,
  webhookTwice: 0,
  webhookForged: 0,
  webhookMaxMs: 0,
  answerLost: 0,
  impatient: 0,
  eagerWorkers: 0,
  timePasses: 0,
  absenceMs: 5_000,
  approving: true,
}
