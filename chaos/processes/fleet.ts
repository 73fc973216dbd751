import { createGateway, type Gateway } from './gateway.ts'
import type { ProgramOptions } from './program.ts'

/** Several gateways on one database, each under a supervisor that restarts it. */
export interface Fleet {
  /** Starts all at the same moment. Resolves when all serve. */
  start(): Promise<void>
  /** Sends SIGKILL to one or to all, waits, and starts them again. Resolves when they serve. */
  kill(which: number | 'all', downMs: number): Promise<void>
  stop(): Promise<void>
  readonly size: number
  /** Processes killed on purpose. */
  readonly kills: number
}

/** @param members What differs from one gateway to the next, e.g. its port and its role. */
export function createFleet(members: readonly Omit<ProgramOptions, 'file'>[], file: string): Fleet {
  const gateways = members.map(member => createGateway({ ...member, file }))
  const every = async (work: (gateway: Gateway) => Promise<void>) => void (await Promise.all(gateways.map(work)))
  return {
    start: () => every(gateway => gateway.start()),
    kill(which, downMs) {
      const chosen = which === 'all' ? gateways : gateways.slice(which, which + 1)
      return Promise.all(chosen.map(gateway => gateway.killAndRestart(downMs))).then(() => {})
    },
    stop: () => every(gateway => gateway.stop()),
    size: gateways.length,
    get kills() {
      return gateways.reduce((sum, { kills }) => sum + kills, 0)
    },
  }
}
