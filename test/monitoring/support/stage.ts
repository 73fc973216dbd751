import { isDeepStrictEqual } from 'node:util'
import type { PoolClient } from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, vi } from 'vitest'
import { startSandboxedApp } from '../../app/support/sandboxed-app.ts'
import type { TestApp } from '../../app/support/test-app.ts'
import type { TestDatabase } from '../../support/database/database.ts'
import { reservePort } from '../../support/programs/ports.ts'
import { eventually } from '../../support/until.ts'
import { startSimulators } from '../../support/world/simulators.ts'
import { givenActiveAgreement, type StoryWorld } from '../../support/world/story.ts'
import { rulesText } from './files.ts'
import { minutesAsSeconds } from './minutes-as-seconds.ts'
import { type Prometheus, startPrometheus } from './prometheus.ts'

type GatewayOptions = NonNullable<Parameters<typeof startSandboxedApp>[1]>

/** A gateway with the simulators behind it, and a Prometheus that reads it. */
export interface Stage {
  readonly app: TestApp
  readonly world: StoryWorld
  readonly prometheus: Prometheus
  /** As the function below. */
  firesExactly(...names: readonly string[]): Promise<void>
  /** Starts the gateway again at the same address, on the same database, after this was done without one. */
  restart(meanwhile: () => Promise<unknown>, options?: GatewayOptions): Promise<void>
  close(): Promise<void>
}

/** Fires once the gateway was read and the rules were evaluated, so that silence is not just too early. */
const EVALUATED = '      - alert: Evaluated\n        expr: up >= 0\n'
/** The slowest alert waits an hour, which is a minute here. Only a failing test waits so long. */
const PATIENCE = { timeout: 160_000, interval: 250 }
/** An alert that comes a little later than the others is noticed too. */
const EVALUATIONS = 3

export const startPrometheusWithRules = (url: string, everyS?: number) =>
  startPrometheus(new URL(url).host, minutesAsSeconds(rulesText) + EVALUATED, everyS)

/** Waits until exactly these alerts fire, in some evaluations one after the other, and no other is about to. */
export async function firesExactly(prometheus: Prometheus, names: readonly string[]): Promise<void> {
  const expected = { firing: ['Evaluated', ...names].toSorted(), pending: [] }
  const seen = new Set<string>()
  await vi.waitFor(async () => {
    const alerts = await prometheus.alerts()
    if (isDeepStrictEqual(alerts, expected)) seen.add(await prometheus.evaluatedAt())
    else seen.clear()
    expect(alerts).toEqual(expected)
    expect(seen.size).toBe(EVALUATIONS)
  }, PATIENCE)
}

/**
 * Registers the hooks of a file: a stage with an active agreement for its tests, on which nothing fires at first.
 */
export function stageOfFile(): { readonly stage: Stage; readonly agreementId: string } {
  const opened = { stage: undefined as Stage | undefined, agreementId: '' }
  beforeAll(async () => {
    opened.stage = await startStage()
    opened.agreementId = (await givenActiveAgreement(opened.stage.world)).id
    await opened.stage.firesExactly()
  })
  afterAll(() => opened.stage?.close())
  return {
    get stage() {
      if (opened.stage === undefined) throw new Error('the stage is there from beforeAll on')
      return opened.stage
    },
    get agreementId() {
      return opened.agreementId
    },
  }
}

/** A connection that the test's end closes, with whatever it has begun. */
export async function openSession({ pool }: Pick<TestDatabase, 'pool'>): Promise<PoolClient> {
  const session = await pool.connect()
  onTestFinished(() => session.release(true))
  return session
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
