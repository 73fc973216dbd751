import { renewLease, type SendingTimes } from '../../store/provider-request/repository.ts'
import type { Deps } from '../command/deps.ts'

/**
 * How long a lease on a provider request lasts after its holder last renewed it: the process that sends it, or the worker that
 * recovers it. A lease that nobody renews belongs to a process that has died.
 */
export const HELD_MS = 15_000
/** Often enough that two renewals in a row may fail. */
const RENEWED_EVERY_MS = HELD_MS / 3

/** Of a provider request that this process is about to send: see `withLease`. */
export function leasedForSending({ realTime }: Pick<Deps, 'realTime'>, now: Date): SendingTimes {
  return { now, nextStatusQueryAt: new Date(now.getTime() + HELD_MS), leaseUntil: leaseUntil(realTime) }
}

/** Of a provider request that nobody is about to send: recovery takes it at once. */
export function leftToRecovery(now: Date): SendingTimes {
  return { now, nextStatusQueryAt: now, leaseUntil: null }
}

function leaseUntil(realTime: Deps['realTime']): Date {
  return new Date(realTime.nowMs() + HELD_MS)
}

/**
 * Does work on a provider request while other workers are kept away from it. Should this process stand still for so long that
 * another has taken over, its renewals change nothing: they carry its old fencing token.
 */
export async function withLease<T>(
  { database, log, realTime }: Pick<Deps, 'database' | 'log' | 'realTime'>,
  providerRequest: { readonly id: string; readonly fencingToken: number },
  work: () => Promise<T>,
): Promise<T> {
  const renew = () =>
    renewLease(database, providerRequest, leaseUntil(realTime)).catch((error: unknown) => {
      log.warn(
        { providerRequest: providerRequest.id, err: error },
        'the lease of a provider request could not be renewed; recovery may take over',
      )
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
