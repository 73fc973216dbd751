import { AsyncLocalStorage } from 'node:async_hooks'
import pg from 'pg'
import { createFairPlaces, type FairPlaces, NoPlaceError, type Release } from '../../base/fair-places.ts'

/**
 * The owner of the gateway's own work: webhooks, workers, credentials. That work serves all merchants, so it can use
 * every connection.
 */
const GATEWAY = 'gateway'

type Callback = (error: Error | undefined, client: pg.PoolClient | undefined, done: pg.PoolClient['release']) => void

interface FairPoolConfig extends pg.PoolConfig {
  readonly max: number
  readonly connectionTimeoutMillis: number
}

/**
 * A pool in which one merchant's operations can use only some of the connections, and waiting merchants get free
 * connections in turns. pg's own pool has one queue, in which a merchant with 200 slow statements delays everybody.
 */
export class FairPool extends pg.Pool {
  readonly #places: FairPlaces
  readonly #waitMs: number

  /** @param mostOfMerchant Connections that one merchant's operations can have at once. */
  constructor(config: FairPoolConfig, mostOfMerchant: number) {
    super(config)
    this.#waitMs = config.connectionTimeoutMillis
    this.#places = createFairPlaces({
      most: config.max,
      mostOfKey: key => (key === GATEWAY ? config.max : mostOfMerchant),
    })
  }

  override connect(): Promise<pg.PoolClient>
  override connect(callback: Callback): void
  override connect(callback?: Callback): Promise<pg.PoolClient> | undefined {
    const coming = this.#connectInTurn(currentWork()?.merchantId ?? GATEWAY)
    if (callback === undefined) return coming
    coming.then(
      client => callback(undefined, client, client.release),
      (error: Error) => callback(error, undefined, () => {}),
    )
    return undefined
  }

  async #connectInTurn(key: string): Promise<pg.PoolClient> {
    const giveBack = this.#places.tryTake(key) ?? (await this.#waitForPlace(key))
    try {
      if (currentWork()?.isCut) throw new Error('the operation was stopped: it took too long')
      const client = await super.connect()
      const { release } = client // the pool sets another one each time
      client.release = error => {
        release.call(client, error)
        giveBack()
      }
      return client
    } catch (error) {
      giveBack()
      throw error
    }
  }

  async #waitForPlace(key: string): Promise<Release> {
    try {
      return await this.#places.take(key, this.#waitMs)
    } catch (error) {
      // The error message of pg's pool, which callers of the pool recognize: see outage.ts.
      if (error instanceof NoPlaceError) throw new Error('timeout exceeded when trying to connect', { cause: error })
      throw error
    }
  }
}

/** An operation of a merchant, as the pool of connections sees it. */
export interface MerchantWork {
  readonly merchantId: string
  /** True if its result would be discarded: it gets no further connection. */
  readonly isCut?: boolean
}

const works = new AsyncLocalStorage<MerchantWork>()

/** Runs work whose connections count as a merchant's: see FairPool. */
export function onBehalfOf<Result>(work: MerchantWork, begin: () => Result): Result {
  return works.run(work, begin)
}

/** What runs now; undefined for the gateway's own work. */
export function currentWork(): MerchantWork | undefined {
  return works.getStore()
}
