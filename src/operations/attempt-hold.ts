import { holdAttempt } from '../store/attempts.ts'
import type { Deps } from './deps.ts'
import { HELD_MS, recoverAt } from './recover-at.ts'

/** Often enough that two renewals in a row may fail. */
const RENEWED_EVERY_MS = HELD_MS / 3

/**
 * Does the work of sending an attempt while recovery is kept away from it. Should this process stand still for so long
 * that recovery has taken over, its renewals change nothing: they name the epoch under which it began.
 */
export async function whileHeld<T>(
  deps: Deps,
  attempt: { readonly id: string; readonly leaseEpoch: number },
  work: () => Promise<T>,
): Promise<T> {
  const renew = () =>
    holdAttempt(deps.database, attempt, recoverAt(deps.clock.now())).catch((error: unknown) => {
      deps.log.warn({ attempt: attempt.id, err: error }, 'an attempt could not be held; recovery may take over')
    })
  let cancel = () => {}
  const renewLater = () => {
    cancel = deps.realTime.after(RENEWED_EVERY_MS, () => {
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
