import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sandbox } from '../../src/sandbox/server.ts'
import { startSandboxedApp } from '../app/support/sandboxed-app.ts'
import type { TestApp } from '../app/support/test-app.ts'
import { eventually } from '../support/until.ts'
import { startSimulators } from '../support/world/simulators.ts'
import { charge, control, givenActiveAgreement, type StoryWorld } from '../support/world/story.ts'
import { dashboardExpressions, rulesText } from './support/files.ts'
import { type Prometheus, skipsPrometheusTests, startPrometheus } from './support/prometheus.ts'

/** Fires as soon as the gateway was read and the rules were evaluated, so that silence is not just too early. */
const evaluated = '      - alert: Evaluated\n        expr: perennial_unknown_requests >= 0\n'
/** The same rules without their waits, and an UNKNOWN is old after a second. promtool tests the waits. */
const impatient = rulesText.replaceAll(/for: \d+[mh]/g, 'for: 0s').replace('> 900', '> 1') + evaluated
/** Without waits these fire, too, if the machine is slow. */
const ofSpeed = ['EventLoopLag', 'GatewayDown', 'GatewayNotReady', 'PoolExhausted', 'ProviderSlow']

describe.skipIf(skipsPrometheusTests(1))('with a real Prometheus', () => {
  let sandbox: Sandbox
  let app: TestApp
  let world: StoryWorld
  let prometheus: Prometheus
  beforeAll(async () => {
    sandbox = await startSimulators()
    const served = await startSandboxedApp(sandbox, { figuresKeptMs: 100, http: { metricsKeepMs: 50 } })
    app = served.app
    world = served.world
    prometheus = await startPrometheus(new URL(app.url).host, impatient)
  })
  afterAll(async () => {
    await prometheus.stop()
    await app.cleanUp()
    await sandbox.close()
  })

  const forge = async () => {
    for (let sent = 0; sent < 6; sent++)
      await fetch(`${app.url}/webhooks/ppro`, { method: 'POST', body: '{}', headers: { 'ppro-signature': 't=1,s=00' } })
  }
  const fires = (name: string) => eventually(async () => expect(await prometheus.firing()).toContain(name), 200)
  const firesOnly = (...names: readonly string[]) =>
    eventually(async () => {
      const firing = await prometheus.firing()
      expect(firing.filter(name => !ofSpeed.includes(name))).toEqual(names)
    }, 200)

  test('silent while all is well; each fault fires its own alerts; the dashboard has no wrong query', async () => {
    const agreement = await givenActiveAgreement(world)
    await charge(world, agreement.id, 500n)
    await firesOnly('Evaluated')

    await forge()
    await eventually(
      async () => expect(await prometheus.series('perennial_webhooks_total{verdict="forged"} >= 6')).toBe(1),
      200,
    )
    await forge()
    await firesOnly('Evaluated', 'WebhooksForged')

    // The provider charges and never answers, its notifications are lost, and it answers no status query either.
    await control(world, 'faults', { seed: 1, rates: { dropAfterEffect: 1, dropWebhook: 1 } })
    const lost = await charge(world, agreement.id, 700n)
    expect(lost.status).toBe('UNKNOWN')
    await fires('UnknownOld')
    // Until the circuit opens, which refuses the rest.
    await Promise.allSettled(Array.from({ length: 12 }, () => charge(world, agreement.id, 900n)))
    await fires('ProviderCircuitOpen')
    await fires('ProviderOutcomesUncertain')

    await app.database.pool.query('UPDATE charges SET needs_attention = true WHERE id = $1', [lost.id])
    await fires('NeedsAttention')
    for (const expression of dashboardExpressions()) await prometheus.series(expression)

    await app.stop()
    await fires('GatewayDown')
  })
})
