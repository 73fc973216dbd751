import type pg from 'pg'
import { databaseError, SimulatedFailure } from '../engine/simulated-failure.ts'
import { endedOrBlocked } from './blocked.ts'
import type { Connection } from './connections.ts'
import { labelOf } from './label.ts'
import { locksIn, type RequestedLock } from './lock-table.ts'
import type { SimulatedServer } from './simulated-pool.ts'

export type Query = string | { readonly name?: string; readonly text: string; readonly values?: unknown[] }

const LOCK_NOT_AVAILABLE = '55P03'
const QUERY_CANCELED = '57014'
const IN_FAILED_TRANSACTION = '25P02'

/**
 * One session of a simulated process, with the interface of pg's client. Each statement is one step of the scheduler.
 */
export class SimulatedSession {
  readonly #server: SimulatedServer
  readonly #owner: string
  readonly #closed: () => void
  readonly #connection: Connection
  #inTransaction = false
  /** True after a lock timeout that PostgreSQL itself does not know about: later statements fail until ROLLBACK. */
  #failed = false
  #ended = false
  /**
   * The statements that were sent before. A session runs one after the other, even if its client did not wait for them.
   */
  #earlier: Promise<unknown> = Promise.resolve()

  constructor(server: SimulatedServer, owner: string, closed: () => void) {
    this.#server = server
    this.#owner = owner
    this.#closed = closed
    this.#connection = server.connections.take()
  }

  query(query: Query): Promise<pg.QueryResult> {
    const answered = this.#earlier.then(() => this.#inTurn(query))
    this.#earlier = answered.catch(() => {})
    return answered
  }

  async #inTurn(sent: Query): Promise<pg.QueryResult> {
    if (this.#ended) throw new SimulatedFailure('the connection was cut')
    const query = this.#failed && sent === 'COMMIT' ? 'ROLLBACK' : sent
    const { text, values = [] } = typeof query === 'string' ? { text: query } : query
    const label = labelOf(query)
    if (label === 'ROLLBACK') this.#failed = false
    if (this.#failed) throw databaseError(IN_FAILED_TRANSACTION, 'the transaction has failed')
    let wanted = locksIn(text, values)
    for (;;) {
      const [first] = wanted
      const result = await this.#step(label, first, async detach => {
        wanted = this.#takeFree(wanted)
        return wanted.length > 0 ? undefined : await this.#run(label, query, detach)
      })
      if (result !== undefined) return result
    }
  }

  on(): this {
    return this
  }

  off(): this {
    return this
  }

  release(): void {
    if (this.#ended) return
    this.#ended = true
    this.#server.locks.release(this)
    this.#server.connections.give(this.#connection)
    this.#closed()
  }

  /** The connection is lost: the server rolls back open transactions. */
  async end(): Promise<void> {
    if (this.#ended) return
    const waiting = [...this.#server.blocked].find(({ connection }) => connection === this.#connection)
    if (waiting) {
      this.#server.blocked.delete(waiting)
      await this.#server.connections.observer.query('SELECT pg_cancel_backend($1)', [this.#connection.pid])
      await waiting.ended.catch(() => {})
    }
    if (this.#inTransaction) await this.#connection.client.query('ROLLBACK')
    this.#inTransaction = false
    this.release()
  }

  #step<T>(label: string, lock: RequestedLock | undefined, action: (detach: () => void) => Promise<T>): Promise<T> {
    const { scheduler, locks } = this.#server
    if (lock === undefined) return scheduler.step({ owner: this.#owner, label }, action)
    const when = {
      ready: () => locks.isFree(lock.number, this),
      expiresAtMs: scheduler.nowMs + lock.timeoutMs,
    }
    return scheduler.step({ owner: this.#owner, label: `${label} lock`, ...when }, async detach => {
      if (locks.isFree(lock.number, this)) return action(detach)
      this.#failed = true
      throw databaseError(lock.givesUp ? LOCK_NOT_AVAILABLE : QUERY_CANCELED, 'waited for a lock for too long')
    })
  }

  /** Takes the free locks in order; returns the rest. */
  #takeFree(wanted: readonly RequestedLock[]): RequestedLock[] {
    const { locks } = this.#server
    const rest = [...wanted]
    for (let next = rest[0]; next !== undefined && locks.isFree(next.number, this); next = rest[0]) {
      locks.take(next.number, this)
      rest.shift()
    }
    return rest
  }

  async #run(label: string, query: Query, detach: () => void): Promise<pg.QueryResult> {
    const fault = this.#server.faultOf(this.#owner, label)
    if (fault === 'before') return this.#cut()
    const result = await this.#onServer(label, query, detach)
    return fault === 'after' ? this.#cut() : result
  }

  async #cut(): Promise<never> {
    await this.end()
    throw new SimulatedFailure('the connection was cut')
  }

  async #onServer(label: string, query: Query, detach: () => void): Promise<pg.QueryResult> {
    const { connections, blocked, locks } = this.#server
    const running: Promise<pg.QueryResult> = this.#connection.client.query(query as pg.QueryConfig)
    const settled = running.then(
      () => {},
      () => {},
    )
    if ((await endedOrBlocked(connections, this.#connection, settled)) === 'blocked')
      await new Promise<void>(deliver => {
        blocked.add({ connection: this.#connection, ended: settled, deliver })
        detach()
      })
    const result = await running
    if (label === 'BEGIN') this.#inTransaction = true
    if (label === 'COMMIT' || label === 'ROLLBACK') {
      this.#inTransaction = false
      locks.release(this)
    }
    return result
  }
}
