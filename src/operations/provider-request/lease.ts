import { holdAttempt, type SendingTimes } from '../../store/provider-request/repository.ts'
import type { Deps } from '../command/deps.ts'

/**
 * How long an attempt is left to whoever holds it, the process that sends it or a worker that recovers it, after they
 * last said that they still do: an attempt that nobody speaks for any more belongs to a process that has died.
 */
export const HELD_MS = 15_000
/** Often enough that two renewals in a row may fail. */
const RENEWED_EVERY_MS = HELD_MS / 3

/** Of an attempt that this process is about to send: see `whileHeld`. */
export function heldForSending({ realTime }: Pick<Deps, 'realTime'>, now: Date): SendingTimes {
  return { now, nextLookUpAt: new Date(now.getTime() + HELD_MS), leaseUntil: heldUntil(realTime) }
}

/** Of an attempt that nobody is about to send: recovery takes it at once. */
export function leftToRecovery(now: Date): SendingTimes {
  return { now, nextLookUpAt: now, leaseUntil: null }
}

function heldUntil(realTime: Deps['realTime']): Date {
  return new Date(realTime.nowMs() + HELD_MS)
}

/**
 * Does work on an attempt while other workers are kept away from it. Should this process stand still for so long that
 * another has taken over, its renewals change nothing: they name the epoch under which it began.
 */
export async function whileHeld<T>(
  { database, log, realTime }: Pick<Deps, 'database' | 'log' | 'realTime'>,
  attempt: { readonly id: string; readonly leaseEpoch: number },
  work: () => Promise<T>,
): Promise<T> {
  const renew = () =>
    holdAttempt(database, attempt, heldUntil(realTime)).catch((error: unknown) => {
      log.warn({ attempt: attempt.id, err: error }, 'an attempt could not be held; recovery may take over')
    })
  let cancel = () => {}
  const renewLater = () => {
    cancel = realTime.after(RENEWED_EVERY_MS, () => {
      void renew()
      renewLater()
    })
  }
  renewLater()
  try {
    return await work()
  } finally {
    cancel()
  }
}
