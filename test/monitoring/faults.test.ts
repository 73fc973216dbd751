import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SANDBOX_MERCHANT } from '../../src/app/sandbox/merchant.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts'
import { startTestApp, type TestApp } from '../app/support/test-app.ts'
import { charge, control, givenActiveAgreement } from '../support/story.ts'
import { eventually } from '../support/until.ts'
import { account, apsAccount, type World } from '../support/world.ts'
import { dashboardExpressions, rulesText } from './support/files.ts'
import { type Prometheus, skipsPrometheusTests, startPrometheus } from './support/prometheus.ts'

/** The same rules without their waits, and an UNKNOWN is old after a second. promtool tests the waits. */
const impatient = rulesText.replaceAll(/for: \d+[mh]/g, 'for: 0s').replace('> 900', '> 1')

describe.skipIf(skipsPrometheusTests(1))('with a real Prometheus', () => {
  let folder: string
  let sandbox: Sandbox
  let app: TestApp
  let prometheus: Prometheus
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'perennial-monitoring-'))
    const nowhere = 'http://127.0.0.1:9'
    sandbox = await startSandbox({
      ...{ host: '127.0.0.1', port: 0, dataDir: folder },
      ppro: { ...account, webhookUrl: nowhere },
      aps: { ...apsAccount, webhookUrl: nowhere },
    })
    const ppro = { baseUrl: `${sandbox.url}/ppro`, ...account, former: [], simulated: true, mode: 'TEST' } as const
    app = await startTestApp({
      ...{ providers: { ppro, aps: undefined }, figuresKeptMs: 100 },
      http: { metricsKeepMs: 50 },
    })
    sandbox.setWebhookUrl('PPRO', `${app.url}/webhooks/ppro`)
    prometheus = await startPrometheus(new URL(app.url).host, impatient)
  })
  afterAll(async () => {
    await prometheus.stop()
    await app.cleanUp()
    await sandbox.close()
    await rm(folder, { recursive: true, force: true })
  })

  /** What a world has, for the story's steps. */
  async function worldOf(): Promise<World> {
    const { rows } = await app.database.pool.query('SELECT id FROM merchants WHERE name = $1', [SANDBOX_MERCHANT])
    const tenant = { merchantId: String(rows[0].id), mode: 'TEST' } as const
    const caller = { tenant, merchantName: SANDBOX_MERCHANT, actor: 'key_test', scopes: ['charge'] as const }
    return { deps: app.deps, database: app.deps.database, sandbox, caller } as unknown as World
  }
  const forge = async () => {
    for (let sent = 0; sent < 6; sent++)
      await fetch(`${app.url}/webhooks/ppro`, { method: 'POST', body: '{}', headers: { 'ppro-signature': 't=1,s=00' } })
  }
  const fires = (...names: readonly string[]) =>
    eventually(async () => expect(await prometheus.firing()).toEqual(expect.arrayContaining([...names])), 200)

  test('silent while all is well; each fault fires its own alerts; the dashboard has no wrong query', async () => {
    const world = await worldOf()
    const agreement = await givenActiveAgreement(world)
    await charge(world, agreement.id, 500n)
    await eventually(async () => expect(await prometheus.series('perennial_unknown_requests')).toBe(1), 200)
    expect(await prometheus.firing()).toEqual([])

    await forge()
    await eventually(
      async () => expect(await prometheus.series('perennial_webhooks_total{verdict="forged"} >= 6')).toBe(1),
      200,
    )
    await forge()
    await fires('WebhooksForged')
    expect(await prometheus.firing()).toEqual(['WebhooksForged'])

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
  }, 120_000)
})
