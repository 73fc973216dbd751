import { parseArgs } from 'node:util'
import { type LoadOptions, providers } from './plan/load-options.ts'

/** The settings of a run with processes of its own. Every draw depends on `seed`. */
export interface Options extends LoadOptions {
  /** The number of gateways on one database. */
  readonly gateways: number
  /** How many times a gateway, or sometimes all of them, is killed by SIGKILL. */
  readonly kills: number
  /** Seconds between further kills of one gateway after the other, during the whole load. 0: none. */
  readonly killEverySeconds: number
  /** How many times PostgreSQL is ended and started again. */
  readonly restarts: number
  /** Share of COMMITs at which a gateway's connection to PostgreSQL is cut, 0 to 1. */
  readonly cutRate: number
  /** The gateways' ABSENCE_SECONDS. */
  readonly absenceSeconds: number
}

export const usage = `Usage: npm run chaos -- [options]
  --gateways N          gateways on one database (2)
  --charges N           charges to make (200)
  --schedules N         schedules of three days beside them (a tenth of the charges)
  --kills N             kill -9 of one gateway, sometimes of all, at random moments (5)
  --kill-every SECONDS  also kill -9 of one gateway after the other, that often (0: never)
  --restarts N          PostgreSQL ended, fast, at once or by kill -9, and started again (a fifth of the kills)
  --seed N              what is charged, the faults, the kills, the cuts (1)
  --provider P          PPRO, APS or both (both)
  --faults RATE         of every fault kind of the simulators, 0 to 1 (0.05)
  --cuts RATE           share of COMMITs at which the database connection is cut, 0 to 1 (0.01)
  --concurrency N       callers at the same time (8)
  --subscribers N       subscribers of one agreement each (8)
  --absence-seconds N   the gateways' ABSENCE_SECONDS (5)
  --settle-seconds N    how long everything may take to settle afterwards (600)
Starts PostgreSQL, the simulators and the gateways as processes of its own, and ends them. Exit code 1 on any difference.`

/** Parses the command line; undefined if it is invalid. */
export function readOptions(words: readonly string[]): Options | undefined {
  const given = parse(words)
  if (given === undefined) return undefined
  const [charges, kills] = [Number(given.charges), Number(given.kills)]
  const options: Options = {
    charges,
    kills,
    gateways: Number(given.gateways),
    schedules: given.schedules === undefined ? Math.ceil(charges / 10) : Number(given.schedules),
    killEverySeconds: Number(given['kill-every']),
    restarts: given.restarts === undefined ? Math.ceil(kills / 5) : Number(given.restarts),
    seed: Number(given.seed),
    providers: providers.filter(provider => given.provider === 'both' || given.provider === provider),
    faultRate: Number(given.faults),
    cutRate: Number(given.cuts),
    concurrency: Number(given.concurrency),
    subscribers: Number(given.subscribers),
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
        gateways: text('2'),
        charges: text('200'),
        schedules: { type: 'string' },
        kills: text('5'),
        'kill-every': text('0'),
        restarts: { type: 'string' },
        seed: text('1'),
        provider: text('both'),
        faults: text('0.05'),
        cuts: text('0.01'),
        concurrency: text('8'),
        subscribers: text('8'),
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
  const { gateways, charges, concurrency, absenceSeconds, settleSeconds, ...countable } = numbers
  const positive = [gateways, charges, concurrency, absenceSeconds, settleSeconds]
  return (
    chosen.length > 0 &&
    positive.every(value => Number.isSafeInteger(value) && value > 0) &&
    Object.values(countable).every(value => Number.isSafeInteger(value) && value >= 0) &&
    [faultRate, cutRate].every(rate => rate >= 0 && rate <= 1)
  )
}
