import { expect, vi } from 'vitest'
import { startSandboxedApp } from '../../app/support/sandboxed-app.ts'
import type { TestApp } from '../../app/support/test-app.ts'
import { reservePort } from '../../support/programs/ports.ts'
import { eventually } from '../../support/until.ts'
import { startSimulators } from '../../support/world/simulators.ts'
import type { StoryWorld } from '../../support/world/story.ts'
import { rulesText } from './files.ts'
import { minutesAsSeconds } from './minutes-as-seconds.ts'
import { type Prometheus, startPrometheus } from './prometheus.ts'

type GatewayOptions = NonNullable<Parameters<typeof startSandboxedApp>[1]>

/** A gateway with the simulators behind it, and a Prometheus that reads it. */
export interface Stage {
  readonly app: TestApp
  readonly world: StoryWorld
  readonly prometheus: Prometheus
  /** Waits until exactly these alerts fire, and no other is about to. */
  firesExactly(...names: readonly string[]): Promise<void>
  /** Starts the gateway again at the same address, on the same database, after this was done without one. */
  restart(meanwhile: () => Promise<unknown>, options?: GatewayOptions): Promise<void>
  close(): Promise<void>
}

/** Fires once the gateway was read and the rules were evaluated, so that silence is not just too early. */
const EVALUATED = '      - alert: Evaluated\n        expr: up >= 0\n'
/** The slowest alert waits an hour, which is a minute here. Only a failing test waits so long. */
const PATIENCE = { timeout: 160_000, interval: 250 }

export const startPrometheusWithRules = (url: string, everyS?: number) =>
  startPrometheus(new URL(url).host, minutesAsSeconds(rulesText) + EVALUATED, everyS)

export async function firesExactly(prometheus: Prometheus, names: readonly string[]): Promise<void> {
  const expected = { firing: ['Evaluated', ...names].toSorted(), pending: [] }
  await vi.waitFor(async () => expect(await prometheus.alerts()).toEqual(expected), PATIENCE)
}

/** @param everyS How often Prometheus reads it: less often if its answers are to take longer than a second. */
export async function startStage(given: GatewayOptions = {}, everyS?: number): Promise<Stage> {
  const sandbox = await startSimulators()
  const port = await reservePort()
  const always = { figuresKeptMs: 100, dutyPauseMs: 500, http: { metricsKeepMs: 50 }, ...given, port }
  let { app, world } = await startSandboxedApp(sandbox, always)
  const prometheus = await startPrometheusWithRules(app.url, everyS)
  return {
    get app() {
      return app
    },
    get world() {
      return world
    },
    prometheus,
    firesExactly: (...names) => firesExactly(prometheus, names),
    async restart(meanwhile, options = {}) {
      await app.stop()
      await meanwhile()
      const next = await startSandboxedApp(sandbox, { ...always, database: app.database, ...options })
      app = next.app
      world = next.world
    },
    async close() {
      await prometheus.stop()
      await app.cleanUp()
      await sandbox.close()
    },
  }
}

/** Makes the status queries due at once, which would come within a minute. The provider must respond. */
export async function settleUnknown({ app }: Stage): Promise<void> {
  const unknown = `provider_requests SET next_status_query_at = now() WHERE state = 'UNKNOWN'`
  await eventually(async () => expect((await app.database.pool.query(`UPDATE ${unknown}`)).rowCount).toBe(0), 1_000)
}
