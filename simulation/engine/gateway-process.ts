import { masterKeys } from '../../src/base/encryption/keys.ts'
import { createVault, newSystemKeys } from '../../src/base/encryption.ts'
import type { Log } from '../../src/base/log/log.ts'
import { createOutbound } from '../../src/base/outbound/outbound.ts'
import type { Deps, Settings } from '../../src/operations/command/deps.ts'
import { createCursorCodec } from '../../src/store/event-log/cursor.ts'
import { databaseOn } from '../../src/store/sql/database.ts'
import { createSimulatedPool, type SimulatedServer } from '../database/simulated-pool.ts'
import { createRegistry, type Providers } from '../provider/adapter.ts'
import type { Weather } from '../provider/network.ts'
import { SimulatedFailure } from './simulated-failure.ts'

const masters = masterKeys([Buffer.alloc(32, 7)])
const vault = createVault(masters, newSystemKeys(masters))

export interface GatewayWorld {
  readonly server: SimulatedServer
  readonly weather: Weather
  readonly providers: Providers
  readonly settings: Settings
  /** Receives the errors of the gateway's log. */
  readonly onError: (owner: string, about: unknown, message: string) => void
}

/** One process of the gateway: the real operations on simulated connections, clock, chance and providers. */
export interface GatewayProcess {
  readonly name: string
  readonly deps: Deps
  /** A caller's request to this process. Rejects if the process ends before its response. */
  call<T>(work: (deps: Deps) => Promise<T>): Promise<T>
  /** SIGKILL: none of its next steps happens. */
  kill(): Promise<void>
}

export function startProcess(world: GatewayWorld, name: string): GatewayProcess {
  const { server, weather, providers, settings, onError } = world
  const { scheduler } = server
  const { pool, abandon } = createSimulatedPool(server, name)
  const error = (about: unknown, message?: string) => onError(name, about, message ?? '')
  const log = { debug() {}, info() {}, warn() {}, error, fatal: error } as unknown as Log
  const waiting = new Set<(error: Error) => void>()
  const deps: Deps = {
    database: databaseOn(pool),
    vault,
    clock: { now: () => new Date(scheduler.nowMs) },
    realTime: {
      nowMs: () => scheduler.nowMs,
      after: (ms, wake) => scheduler.after(name, ms, 'timer', wake),
    },
    log,
    providers: createRegistry({ scheduler, weather, owner: name }, providers),
    cursors: createCursorCodec({ epoch: 'simulation', vault }),
    background: {
      run(work, begin) {
        begin().catch((failure: unknown) => error({ work, err: failure }, 'background work failed'))
      },
    },
    tail: {
      wake() {},
      newestChange: () => undefined,
      subscribe() {
        throw new Error('a simulated process has no tail')
      },
    },
    outbound: createOutbound({ loopback: false, deadlineMs: 1 }),
    settings,
  }
  return {
    name,
    deps,
    call: work =>
      new Promise((resolve, reject) => {
        waiting.add(reject)
        work(deps)
          .then(resolve, reject)
          .finally(() => waiting.delete(reject))
      }),
    async kill() {
      scheduler.drop(name)
      await abandon()
      for (const reject of waiting) reject(new SimulatedFailure('the process died'))
      waiting.clear()
    },
  }
}
