import type pg from 'pg'
import type { Scheduler } from '../engine/scheduler.ts'
import type { Blocked } from './blocked.ts'
import type { Connections } from './connections.ts'
import type { LockTable } from './lock-table.ts'
import { type Query, SimulatedSession } from './simulated-session.ts'

/** The fault of one statement: its connection is cut before the server gets it, or after the server has executed it. */
export type StatementFault = 'before' | 'after' | undefined

/** The shared state of all sessions of a simulated world. */
export interface SimulatedServer {
  readonly scheduler: Scheduler
  readonly connections: Connections
  readonly locks: LockTable
  readonly blocked: Set<Blocked>
  readonly faultOf: (owner: string, label: string) => StatementFault
}

/** A process's pool. Its sessions run one statement per step, on real connections. */
export interface SimulatedPool {
  readonly pool: pg.Pool
  /** The process was killed: the server rolls back its open transactions. */
  abandon(): Promise<void>
}

export function createSimulatedPool(server: SimulatedServer, owner: string): SimulatedPool {
  const open = new Set<SimulatedSession>()
  const session = () => {
    const created = new SimulatedSession(server, owner, () => open.delete(created))
    open.add(created)
    return created
  }
  const pool = {
    connect: async () => session(),
    async query(query: Query) {
      const alone = session()
      try {
        return await alone.query(query)
      } finally {
        alone.release()
      }
    },
    end: async () => {},
  }
  return {
    // The part of a pool that src/store/sql/database.ts uses.
    pool: pool as unknown as pg.Pool,
    async abandon() {
      for (const each of open) await each.end()
      open.clear()
    },
  }
}
