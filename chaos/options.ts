import { parseArgs } from 'node:util'

export const providers = ['PPRO', 'APS'] as const
export type Provider = (typeof providers)[number]

/** The settings of a run. Every draw depends on `seed`. */
export interface Options {
  readonly charges: number
  /** How many times the gateway is killed by SIGKILL. */
  readonly kills: number
  /** How many times PostgreSQL is ended and started again. */
  readonly restarts: number
  readonly seed: number
  readonly providers: readonly Provider[]
  /** The rate of every kind of fault that the simulators have, 0 to 1. */
  readonly faultRate: number
  /** Share of COMMITs at which the gateway's connection to PostgreSQL is cut, 0 to 1. */
  readonly cutRate: number
  /** The number of callers that charge at the same time. */
  readonly concurrency: number
  /** The gateway's ABSENCE_SECONDS. */
  readonly absenceSeconds: number
  /** The longest time until everything is final after the load. */
  readonly settleSeconds: number
}

export const usage = `Usage: npm run chaos -- [options]
  --charges N           charges to make (200)
  --kills N             kill -9 of the gateway at random moments (5)
  --restarts N          PostgreSQL ended, fast, at once or by kill -9, and started again (a fifth of the kills)
  --seed N              what is charged, the faults, the kills, the cuts (1)
  --provider P          PPRO, APS or both (both)
  --faults RATE         of every fault kind of the simulators, 0 to 1 (0.05)
  --cuts RATE           share of COMMITs at which the database connection is cut, 0 to 1 (0.01)
  --concurrency N       callers at the same time (8)
  --absence-seconds N   the gateway's ABSENCE_SECONDS (5)
  --settle-seconds N    how long everything may take to settle afterwards (600)
Starts PostgreSQL, the simulators and the gateway as processes of its own, and ends them. Exit code 1 on any difference.`

/** Parses the command line; undefined if it is invalid. */
export function readOptions(words: readonly string[]): Options | undefined {
  const given = parse(words)
  if (given === undefined) return undefined
  const kills = Number(given.kills)
  const options: Options = {
    charges: Number(given.charges),
    kills,
    restarts: given.restarts === undefined ? Math.ceil(kills / 5) : Number(given.restarts),
    seed: Number(given.seed),
    providers: providers.filter(provider => given.provider === 'both' || given.provider === provider),
    faultRate: Number(given.faults),
    cutRate: Number(given.cuts),
    concurrency: Number(given.concurrency),
    absenceSeconds: Number(given['absence-seconds']),
    settleSeconds: Number(given['settle-seconds']),
  }
  return isUsable(options) ? options : undefined
}

function parse(words: readonly string[]) {
  const text = (value: string) => ({ type: 'string', default: value }) as const
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        charges: text('200'),
        kills: text('5'),
        restarts: { type: 'string' },
        seed: text('1'),
        provider: text('both'),
        faults: text('0.05'),
        cuts: text('0.01'),
        concurrency: text('8'),
        'absence-seconds': text('5'),
        'settle-seconds': text('600'),
      },
    })
    return values
  } catch {
    return undefined
  }
}

function isUsable({ providers: chosen, faultRate, cutRate, ...numbers }: Options): boolean {
  const { charges, concurrency, absenceSeconds, settleSeconds, kills, restarts, seed } = numbers
  return (
    chosen.length > 0 &&
    [charges, concurrency, absenceSeconds, settleSeconds].every(value => Number.isSafeInteger(value) && value > 0) &&
    [kills, restarts, seed].every(value => Number.isSafeInteger(value) && value >= 0) &&
    [faultRate, cutRate].every(rate => rate >= 0 && rate <= 1)
  )
}
