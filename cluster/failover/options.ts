import { parseArgs } from 'node:util'
import { type LoadOptions, providers } from '../../chaos/plan/load-options.ts'
import { PRESENT } from './versions.ts'

/** What is done to the processes during the load. */
export const faults = ['primary', 'standbys', 'worker', 'drain', 'redis', 'restart', 'upgrade'] as const
export type Fault = (typeof faults)[number]

export interface FailoverOptions extends LoadOptions {
  readonly fault: Fault
  /** How often it is done. An upgrade: once for each gateway. */
  readonly kills: number
  /** The version before an upgrade: a commit, or PRESENT. */
  readonly from: string | undefined
  /** Seconds between two kills of a worker. */
  readonly everySeconds: number
  readonly gateways: number
  /** True: two processes serve the API and two run the jobs, by ROLE. False: each does both. */
  readonly roles: boolean
  /** Patroni's ttl. */
  readonly ttl: number
  readonly strict: boolean
  readonly absenceSeconds: number
  /** PgBouncer's pool_mode, if it is between the gateways and the proxy. */
  readonly pooling: 'session' | 'transaction' | undefined
  /** True: the folder with logs and databases stays. */
  readonly keep: boolean
}

export const usage = `Usage: npm run failover -- [options]
  --fault KIND           primary: a machine with the primary loses power (default); standbys: PostgreSQL is killed on all
                         others, for longer than a statement may take; worker: kill -9 of a gateway every few
                         seconds; drain: a gateway is stopped in order and started again; redis: Redis is killed;
                         restart: all gateways are stopped in order and started again, one after the other;
                         upgrade: all start in an earlier version, and one after the other is replaced by this one
  --kills N              how often (10); an upgrade is done once
  --from COMMIT          the earlier version (the last one before the migrations that the version before survives).
                         ${PRESENT}: this version, and the later one is a copy of it with more migrations
  --every SECONDS        between two kills of a worker (5)
  --charges N            charges to make (300)
  --schedules N          schedules of three days beside them (a tenth of the charges)
  --subscribers N        subscribers of one agreement each (200)
  --gateways N           gateways on the database (2)
  --roles                half of the gateways with ROLE=api, half with ROLE=worker
  --seed N               what is charged, the providers' faults, the moments (1)
  --provider P           PPRO, APS or both (both)
  --faults RATE          of every fault kind of the simulators, 0 to 1 (0.02)
  --concurrency N        callers at the same time (4)
  --ttl SECONDS          after which a silent primary loses its role (20)
  --not-strict           without a synchronous standby the primary goes on alone
  --pooling MODE         PgBouncer in front, session or transaction (none)
  --absence-seconds N    the gateways' ABSENCE_SECONDS (5)
  --settle-seconds N     how long everything may take to settle afterwards (900)
  --keep                 the folder with logs and databases stays
Starts a cluster, simulators and gateways, and ends them. Exit code 1 on any difference.`

const text = (value: string) => ({ type: 'string', default: value }) as const
const flag = { type: 'boolean', default: false } as const
const settings = {
  fault: text('primary'),
  kills: text('10'),
  from: { type: 'string' },
  every: text('5'),
  charges: text('300'),
  schedules: { type: 'string' },
  subscribers: text('200'),
  gateways: text('2'),
  roles: flag,
  seed: text('1'),
  provider: text('both'),
  faults: text('0.02'),
  concurrency: text('4'),
  ttl: text('20'),
  'not-strict': flag,
  pooling: { type: 'string' },
  'absence-seconds': text('5'),
  'settle-seconds': text('900'),
  keep: flag,
} as const

/** Parses the command line; undefined if it is invalid. */
export function readOptions(words: readonly string[]): FailoverOptions | undefined {
  const given = parse(words)
  const fault = faults.find(name => name === given?.fault)
  const pooling = (['session', 'transaction'] as const).find(name => name === given?.pooling)
  if (given === undefined || fault === undefined || pooling !== given.pooling) return undefined
  const charges = Number(given.charges)
  const options: FailoverOptions = {
    ...{ fault, pooling, charges, roles: given.roles, strict: !given['not-strict'] },
    ...{ from: given.from, keep: given.keep },
    schedules: given.schedules === undefined ? Math.ceil(charges / 10) : Number(given.schedules),
    kills: Number(fault === 'upgrade' ? given.gateways : given.kills),
    everySeconds: Number(given.every),
    subscribers: Number(given.subscribers),
    gateways: Number(given.gateways),
    seed: Number(given.seed),
    providers: providers.filter(provider => given.provider === 'both' || given.provider === provider),
    faultRate: Number(given.faults),
    concurrency: Number(given.concurrency),
    ttl: Number(given.ttl),
    absenceSeconds: Number(given['absence-seconds']),
    settleSeconds: Number(given['settle-seconds']),
  }
  return isUsable(options) ? options : undefined
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: settings }).values
  } catch {
    return undefined
  }
}

function isUsable(options: FailoverOptions): boolean {
  const { charges, gateways, concurrency, ttl, absenceSeconds, settleSeconds, everySeconds } = options
  const { kills, schedules, subscribers, seed, providers: chosen, faultRate } = options
  const positive = [charges, gateways, concurrency, absenceSeconds, settleSeconds, everySeconds, ttl - 7]
  return (
    chosen.length > 0 &&
    faultRate >= 0 &&
    faultRate <= 1 &&
    positive.every(value => Number.isSafeInteger(value) && value > 0) &&
    [kills, schedules, subscribers, seed].every(value => Number.isSafeInteger(value) && value >= 0)
  )
}
