import { setTimeout as delay } from 'node:timers/promises'
import { type Attack, type Bounds, type Target, usualBounds } from './attack.ts'
import { type Latency, latencyOf, type Probe, startProbe } from './probe.ts'
import { startAttacker } from './start-attacker.ts'

/** The system under measurement: the real one (system.ts), or a small one in a test. */
export interface System {
  readonly target: Target
  /** Megabytes; undefined if it cannot be measured. */
  gatewayMb(): Promise<number | undefined>
  postgresMb(): Promise<number | undefined>
  /** A call of another caller; rejects if its response is wrong. */
  ask(signal: AbortSignal): Promise<void>
  /** How long the gateway's main thread has been ready to run without a processor; 0 if it cannot be measured. */
  starvedMs(): Promise<number>
  /** The number of bytes printed so far. */
  printedBytes(): number
  /** How many times the gateway has ended. */
  deaths(): number
}

/** The value before the attack, the largest during it, and the value at the end. */
export interface Course {
  readonly before: number
  readonly peak: number
  readonly after: number
}

export interface Measurement {
  readonly attack: Attack
  readonly gateway: Course | undefined
  readonly postgres: Course | undefined
  readonly latency: { readonly before: Latency; readonly during: Latency; readonly after: Latency }
  readonly printedKb: number
  /** The violated limits; empty if all hold. */
  readonly broken: readonly string[]
}

export interface Pace {
  readonly beforeMs: number
  readonly sampleMs: number
  /** An attack that is still running after this time is stopped. */
  readonly attackMs: number
  /** After this time all values must be within their limits. */
  readonly backMs: number
}

const usualPace: Pace = { beforeMs: 2_000, sampleMs: 200, attackMs: 90_000, backMs: 60_000 }
/** The number of calls that measure another caller's response time afterwards. */
const CALLS_AFTER = 10

/** Runs an attack, and measures memory and another caller's latency before, during and after it. */
export async function measure(attack: Attack, system: System, given: Partial<Pace> = {}): Promise<Measurement> {
  const pace = { ...usualPace, ...given }
  const bounds = { ...usualBounds, ...attack.bounds }
  const attacker = await startAttacker(attack.name, system.target)
  const probe = startProbe(system)
  try {
    const begun = performance.now()
    await delay(pace.beforeMs)
    const before = { ...(await memoryOf(system)), printed: system.printedBytes(), deaths: system.deaths() }
    const latencyBefore = latencyOf(probe.since(begun))
    const going = performance.now()
    const watching = watchMemory(system, pace.sampleMs)
    const late = delay(pace.attackMs, `it did not end in ${pace.attackMs / 1_000} s`, { ref: false })
    const finding = await Promise.race([attacker.go(), late])
    await attacker.end()
    const ended = performance.now()
    const afterwards = () => probe.since(ended).filter(call => call.begun >= ended)
    const limits = { bounds, before, endBy: ended + pace.backMs, sampleMs: pace.sampleMs }
    const after = await whenBack(system, afterwards, limits)
    const peak = await watching.end()
    const during = probe.since(going).filter(call => call.begun < ended)
    const result = {
      attack,
      gateway: courseOf(before.gateway, peak.gateway, after.gateway),
      postgres: courseOf(before.postgres, peak.postgres, after.postgres),
      latency: { before: latencyBefore, during: latencyOf(during), after: latencyOf(afterwards().slice(-CALLS_AFTER)) },
      printedKb: (system.printedBytes() - before.printed) / 1_024,
    }
    const died = system.deaths() > before.deaths ? ['the gateway ended'] : []
    return {
      ...result,
      broken: [...(finding === undefined ? [] : [finding]), ...died, ...brokenBounds(result, bounds)],
    }
  } finally {
    await probe.stop()
    await attacker.end()
  }
}

interface Memory {
  readonly gateway: number | undefined
  readonly postgres: number | undefined
}

async function memoryOf(system: System): Promise<Memory> {
  const [gateway, postgres] = await Promise.all([system.gatewayMb(), system.postgresMb()])
  return { gateway, postgres }
}

function watchMemory(system: System, everyMs: number) {
  const peak: { gateway: number; postgres: number } = { gateway: 0, postgres: 0 }
  const stopping = new AbortController()
  const look = async () => {
    while (!stopping.signal.aborted) {
      const { gateway, postgres } = await memoryOf(system)
      peak.gateway = Math.max(peak.gateway, gateway ?? 0)
      peak.postgres = Math.max(peak.postgres, postgres ?? 0)
      await delay(everyMs, undefined, { signal: stopping.signal }).catch(() => {})
    }
    return peak
  }
  const looking = look()
  return {
    end() {
      stopping.abort()
      return looking
    },
  }
}

interface Limits {
  readonly bounds: Bounds
  readonly before: Memory
  readonly endBy: number
  readonly sampleMs: number
}

/** Waits until all values are back within the limits, or the time is over. */
async function whenBack(
  system: System,
  afterwards: () => ReturnType<Probe['since']>,
  { bounds, before, endBy, sampleMs }: Limits,
): Promise<Memory> {
  for (;;) {
    const now = await memoryOf(system)
    const last = afterwards().slice(-CALLS_AFTER)
    const latency = latencyOf(last)
    const isQuick = last.length === CALLS_AFTER && latency.failed === 0 && latency.medianMs <= bounds.afterMs
    const isSmall =
      growth(before.gateway, now.gateway) <= bounds.gatewayAfterMb &&
      growth(before.postgres, now.postgres) <= bounds.postgresAfterMb
    if ((isQuick && isSmall) || performance.now() > endBy) return now
    await delay(sampleMs)
  }
}

function growth(before: number | undefined, later: number | undefined): number {
  return before === undefined || later === undefined ? 0 : later - before
}

function courseOf(before: number | undefined, peak: number, after: number | undefined): Course | undefined {
  if (before === undefined || after === undefined) return undefined
  return { before, peak: Math.max(before, peak, after), after }
}

function brokenBounds(
  { gateway, postgres, latency, printedKb }: Omit<Measurement, 'broken'>,
  bounds: Bounds,
): string[] {
  const rules: [string, number, number][] = [
    ['gateway’s peak, MB more', growth(gateway?.before, gateway?.peak), bounds.gatewayPeakMb],
    ['gateway’s memory afterwards, MB more', growth(gateway?.before, gateway?.after), bounds.gatewayAfterMb],
    ['PostgreSQL’s peak, MB more', growth(postgres?.before, postgres?.peak), bounds.postgresPeakMb],
    ['PostgreSQL’s memory afterwards, MB more', growth(postgres?.before, postgres?.after), bounds.postgresAfterMb],
    ['another caller’s longest wait, ms', latency.during.longestMs, bounds.longestMs],
    ['another caller’s failed calls', latency.during.failed + latency.after.failed, 0],
    ['another caller’s wait afterwards, ms', latency.after.medianMs, bounds.afterMs],
    ['printed, KB', printedKb, bounds.printedKb],
  ]
  return rules
    .filter(([, value, most]) => value > most)
    .map(([what, value, most]) => `${what}: ${Math.round(value)}; expected at most ${most}`)
}
