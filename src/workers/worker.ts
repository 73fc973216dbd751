import { inSpan } from '../base/trace.ts'
import type { Deps } from '../operations/command/deps.ts'
import { leaseUntil, withLease } from '../operations/provider-request/lease.ts'
import { releaseLease } from '../store/work-queue/lease.ts'
import { type Claimed, claimDue, type WorkQueue } from '../store/work-queue/work-queue.ts'

export interface Job<Row> {
  readonly queue: WorkQueue<Row>
  /** The maximum number of rows that one process works on at a time. */
  readonly atOnce: number
  /** Works on one row and ends the lease itself. If it fails, the row is due again when the lease has ended. */
  readonly work: (deps: Deps, claimed: Claimed<Row>) => Promise<void>
}

/** The worker of one job in one process. */
export interface Worker {
  /** Claims due rows, up to the free capacity. Returns the number claimed; the work on them can still run. */
  take(): Promise<number>
  /** Resolves when no claimed row is in progress. */
  idle(): Promise<void>
  /**
   * Gives up the rows in progress, for a process that ends: other processes can claim them at once. What this process
   * still writes about them changes nothing once they have. @returns Their number.
   */
  release(): Promise<number>
}

interface Row {
  readonly merchantId: string | null
}

/** Several rows are worked on in parallel, so that one slow provider does not delay the others. */
export function createWorker<R extends Row>(
  deps: Deps,
  name: string,
  { queue, atOnce, work }: Job<R>,
  onDone = () => {},
): Worker {
  const underWay = new Map<Promise<void>, Claimed<R>>()
  let lastMerchantId: string | undefined
  const workOn = async (claimed: Claimed<R>) => {
    try {
      await inSpan(
        () => ({ name: `job ${name}`, kind: 'internal', attributes: { id: claimed.id } }),
        () => withLease(deps, claimed, () => work(deps, claimed)),
      )
    } catch (error) {
      deps.log.error({ job: name, id: claimed.id, err: error }, 'a job failed for this row; retrying later')
    }
  }
  return {
    async take() {
      if (underWay.size >= atOnce) await Promise.race(underWay.keys())
      const claimed = await claimDue(deps.database, queue, {
        now: deps.clock.now(),
        realNow: new Date(deps.realTime.nowMs()),
        leaseUntil: leaseUntil(deps.realTime),
        limit: Math.max(atOnce - underWay.size, 0),
        lastMerchantId,
      })
      lastMerchantId = claimed.at(-1)?.merchantId ?? lastMerchantId
      for (const row of claimed) {
        const piece: Promise<void> = workOn(row).finally(() => {
          underWay.delete(piece)
          onDone()
        })
        underWay.set(piece, row)
      }
      return claimed.length
    },
    async idle() {
      await Promise.all(underWay.keys())
    },
    async release() {
      const held = [...underWay.values()]
      await Promise.all(held.map(row => releaseLease(deps.database, row)))
      return held.length
    },
  }
}
