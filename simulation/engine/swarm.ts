import type { Chance } from './chance.ts'

/** The faults of a request to a provider. Only the first two leave no doubt whether it was done. */
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

/** A seed's faults and their rates. Some seeds have few kinds that occur often; some have many; some have none. */
export interface Swarm {
  readonly processes: number
  /** Rates for each request to a provider. */
  readonly exchange: ReadonlyMap<ExchangeFault, number>
  /** Rate for each status query to a provider. */
  readonly statusQueryFails: number
  /** The longest time for which status queries do not find a new object. */
  readonly unreadableMaxMs: number
  /** The longest delay of a late request. */
  readonly lateMaxMs: number
  /** Rates for each SQL statement: its connection is cut before, or after, the server executes it. */
  readonly statementBefore: number
  readonly statementAfter: number
  /** Rate for each step: one of the processes is killed. */
  readonly kill: number
  readonly webhookLost: number
  readonly webhookTwice: number
  readonly webhookForged: number
  readonly webhookMaxMs: number
  /** Rate for each request by a caller: its response is lost. */
  readonly answerLost: number
  /** Rate for each caller: a second request, to another process, without waiting for the response. */
  readonly impatient: number
  /** Rate for each step: the workers of one process look for work, even if nothing is due. */
  readonly eagerWorkers: number
  /** Rate for each step: time moves although a step can run. */
  readonly timePasses: number
  readonly absenceMs: number
  /** True if providers approve everything at once. */
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
    // Both are far below the ten absences after which a request that cannot be resent counts as never arrived.
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

/** No faults and no declines. */
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
