import { AsyncLocalStorage } from 'node:async_hooks'

/** An operation of a merchant's, as the pool of connections sees it. */
export interface MerchantWork {
  readonly merchantId: string
  /** True if its result would be discarded: it gets no further connection. */
  readonly isCut?: boolean
}

const works = new AsyncLocalStorage<MerchantWork>()

/** Runs work whose connections count as a merchant's: see fair-pool.ts. */
export function onBehalfOf<Result>(work: MerchantWork, begin: () => Result): Result {
  return works.run(work, begin)
}

/** What runs now; undefined for the gateway's own work. */
export function currentWork(): MerchantWork | undefined {
  return works.getStore()
}
