import type { RealTime } from '../../base/time/real-time.ts'
import type { SendingTimes } from '../../store/provider-request/repository.ts'
import { type Lease, renewLease } from '../../store/work-queue/lease.ts'
import type { Deps } from '../command/deps.ts'

/** How long a lease lasts unless it is renewed, in real time. After that its owner is considered dead. */
export const LEASE_MS = 15_000
/** Short enough that two renewals in a row can fail. */
const RENEWED_EVERY_MS = LEASE_MS / 3

/** The times of a provider request that this process is about to send: see `withLease`. */
export function leasedForSending({ realTime }: Pick<Deps, 'realTime'>, now: Date): SendingTimes {
  return { now, nextStatusQueryAt: new Date(now.getTime() + LEASE_MS), leaseUntil: leaseUntil(realTime) }
}

/** The times of a provider request that this process does not send: recovery takes it at once. */
export function leftToRecovery(now: Date): SendingTimes {
  return { now, nextStatusQueryAt: now, leaseUntil: null }
}

/** The end of a lease that is taken or renewed now. */
export function leaseUntil(realTime: Pick<RealTime, 'nowMs'>): Date {
  return new Date(realTime.nowMs() + LEASE_MS)
}

/**
 * Runs work on a row and renews its lease meanwhile. If this process hangs for so long that another one claims the row,
 * its renewals change nothing, because the fencing token differs.
 */
export async function withLease<T>(
  { database, log, realTime }: Pick<Deps, 'database' | 'log' | 'realTime'>,
  lease: Lease,
  work: () => Promise<T>,
): Promise<T> {
  const renew = () =>
    renewLease(database, lease, leaseUntil(realTime)).catch((error: unknown) => {
      log.warn(
        { table: lease.table, id: lease.id, err: error },
        'a lease could not be renewed; another worker may take over',
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
