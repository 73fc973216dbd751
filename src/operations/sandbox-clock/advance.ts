import { invalidInput, type Result, succeed } from '../../domain/input/user-error.ts'
import { aloneWithClock } from '../../store/sandbox-clock/clock.ts'
import { logSeen, occurrencesPaidSince } from '../../store/schedule/occurrences-paid.ts'
import { invalidState } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { eventCursorRead } from '../event-log/read.ts'
import { createPatience, type SandboxTime, type SimulatorTime } from './time.ts'

export interface SandboxClockAdvanceInput {
  readonly to: Date
}

export interface SandboxClockAdvanced {
  readonly clock: ClockReading
  /** How many of the caller's occurrences were paid during the advance. */
  readonly occurrencesCharged: number
  readonly eventCursor: string
}

export interface ClockReading {
  readonly now: Date
  /** True if the clock can be moved. */
  readonly simulated: boolean
}

export function readClock({ clock, sandboxTime }: Pick<Deps, 'clock' | 'sandboxTime'>): ClockReading {
  return { now: clock.now(), simulated: sandboxTime !== undefined }
}

const FARTHEST_YEARS = 10
/** Work that becomes due within a year after this time can still be written with a four-digit year. */
const LATEST_CLOCK = new Date('9999-01-01T00:00:00.000Z')
/** How long one advance waits for another to finish. */
const TURN_MS = 30_000
const TURN_AGAIN_MS = 50
/** The total time for which an advance waits for other processes. Work that cannot be done by then is left over. */
const PATIENCE_MS = 60_000
const LOOK_AGAIN_MS = 20

/**
 * Moves the gateway's clock and the simulators' clocks forward together, from one due instant to the next, and does the
 * work that is due at each before it returns. Only one advance runs at a time in the whole deployment. No transaction
 * is open meanwhile. If the process dies, the clock remains at an earlier time, and all work that was due by then is
 * done.
 */
export async function sandboxClockAdvance(
  deps: Deps,
  caller: Caller,
  { to }: SandboxClockAdvanceInput,
): Promise<Result<SandboxClockAdvanced, 'INVALID_INPUT' | 'INVALID_STATE'>> {
  const { sandboxTime } = deps
  if (sandboxTime === undefined)
    return invalidState(
      'NOT_SIMULATED',
      'The clock shows real time and cannot be moved. sandboxClockAdvance works only in sandbox mode.',
    )
  const shared = deps.providers.entries.flatMap(({ provider }) => provider ?? [])
  const live = [...shared, ...deps.providers.ownProviders()].find(({ modes }) => !modes.includes('TEST'))
  if (live !== undefined)
    return invalidState(
      'LIVE_PROVIDER',
      `The clock cannot be moved, because ${live.name} is connected to its live system: charges that become due ` +
        'would move real money.',
    )
  const now = deps.clock.now()
  const issue = outOfRange(to, now)
  if (issue !== undefined) return invalidInput([{ path: ['to'], code: 'RANGE', message: issue }])
  const seen = await logSeen(deps.database)
  const advanced = await inTurn(deps, () => advance(deps, sandboxTime, to).finally(() => sandboxTime.keepClock()))
  if (advanced === undefined)
    return invalidState('ADVANCING', 'Another request is moving the clock. Try again when it is finished.')
  if (!advanced.done)
    return invalidState(
      'SIMULATORS_UNREACHABLE',
      `The simulators do not answer, so the clock was not moved further than ${deps.clock.now().toISOString()}. ` +
        'Send the request again.',
    )
  return succeed({
    clock: readClock(deps),
    occurrencesCharged: await occurrencesPaidSince(deps.database, caller.tenant, seen),
    eventCursor: await eventCursorRead(deps, caller),
  })
}

function outOfRange(to: Date, now: Date): string | undefined {
  if (to < now) return `Must not be before the current time of the clock, ${now.toISOString()}.`
  const farthest = new Date(now)
  farthest.setUTCFullYear(now.getUTCFullYear() + FARTHEST_YEARS)
  if (to > LATEST_CLOCK) return `Must not be after ${LATEST_CLOCK.toISOString()}.`
  if (to > farthest)
    return (
      `Must be at most ${FARTHEST_YEARS} years after the current time of the clock: not after ` +
      `${farthest.toISOString()}.`
    )
  return undefined
}

/** Undefined if another advance did not finish in time. */
async function inTurn<T>({ database, realTime }: Deps, work: () => Promise<T>): Promise<{ done: T } | undefined> {
  const patience = createPatience(realTime, TURN_MS)
  for (;;) {
    const result = await aloneWithClock(database, work)
    if (result !== undefined || !(await patience.wait(TURN_AGAIN_MS))) return result
  }
}

/** Returns false if a simulator does not answer. */
async function advance(deps: Deps, time: SandboxTime, to: Date): Promise<boolean> {
  const patience = createPatience(deps.realTime, PATIENCE_MS)
  let simulators = allOf(await Promise.all(time.simulators.map(simulator => simulator.read())))
  for (;;) {
    simulators = await bringAlong(deps, time, simulators)
    if (simulators === undefined) return false
    const { done, nextDue } = await time.runDue(patience)
    // There may be more due work, and this work may have made the simulators send notifications.
    if (done > 0) continue
    if (simulators.some(({ inFlight }) => inFlight > 0) && (await patience.wait(LOOK_AGAIN_MS))) continue
    const now = deps.clock.now()
    const next = earliest([nextDue, ...simulators.map(simulator => simulator.nextDue)])
    // Real time passes meanwhile, so this has become due.
    if (next !== undefined && next <= now) continue
    if (now >= to) return true
    await time.moveClock(next !== undefined && next < to ? next : to)
  }
}

/**
 * Sets the simulators' clocks to the gateway's. When they have answered, all work that was due there has run, in order,
 * and its webhooks have been sent. If a simulator's clock is ahead, because only that clock was moved, the gateway's
 * clock reaches it later.
 */
async function bringAlong(
  { clock }: Deps,
  { simulators }: SandboxTime,
  known: readonly SimulatorTime[] | undefined,
): Promise<readonly SimulatorTime[] | undefined> {
  if (known === undefined) return undefined
  const now = clock.now()
  const answers = simulators.map((simulator, index) => {
    const theirs = known[index]?.now ?? now
    return simulator.advance(theirs > now ? theirs : now)
  })
  return allOf(await Promise.all(answers))
}

function allOf<T>(answers: readonly (T | undefined)[]): readonly T[] | undefined {
  const given = answers.filter(answer => answer !== undefined)
  return given.length === answers.length ? given : undefined
}

function earliest(instants: readonly (Date | null)[]): Date | undefined {
  return instants.filter(instant => instant !== null).sort((one, other) => one.getTime() - other.getTime())[0]
}
