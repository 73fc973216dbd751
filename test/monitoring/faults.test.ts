import { describe, expect, test } from 'vitest'
import { eventId, sign } from '../support/world/ppro-notifications.ts'
import { account } from '../support/world/simulators.ts'
import { charge, control } from '../support/world/story.ts'
import { alerts, dashboardExpressions, rulesText, runbooks } from './support/files.ts'
import { minutesAsSeconds } from './support/minutes-as-seconds.ts'
import { skipsPrometheusTests } from './support/prometheus.ts'
import { askRunbook, runbookSql } from './support/runbook-sql.ts'
import { stageOfFile } from './support/stage.ts'
import { traffic } from './support/traffic.ts'

/** The faults that cost little. The other files make those of the other alerts, with FULL=1. */
describe.skipIf(skipsPrometheusTests(6))('a fault fires its own alerts, and no others', () => {
  const given = stageOfFile()

  const notify = (body: string, signature: string) =>
    fetch(`${given.stage.app.url}/webhooks/ppro`, { method: 'POST', body, headers: { 'ppro-signature': signature } })

  test('silent while all is well, and the dashboard has no wrong query', async () => {
    await charge(given.stage.world, given.agreementId, 500n)
    await given.stage.firesExactly()
    for (const expression of dashboardExpressions()) await given.stage.prometheus.series(expression)
  })

  test('every statement of the runbooks runs', async () => {
    for (const runbook of runbooks) await askRunbook(given.stage.app.database.pool, runbook)
    expect(runbookSql('log-lag')).toHaveLength(2)
  })

  test('WebhooksForged: the signatures are wrong', async () => {
    for (let sent = 0; sent < 6; sent++) await notify('{}', 't=1,s=00')
    await given.stage.firesExactly('WebhooksForged')
  })

  test('ProviderOutcomesUncertain: half of the answers cannot be read', async () => {
    await control(given.stage.world, 'faults', { rates: { malformedAnswer: 0.5 } })
    const stop = traffic(() => charge(given.stage.world, given.agreementId, 700n))
    await given.stage.firesExactly('ProviderOutcomesUncertain')
    await control(given.stage.world, 'faults', {})
    await stop()
  })

  test('NeedsAttention: the provider reports a chargeback', async () => {
    const paid = await charge(given.stage.world, given.agreementId, 1_000n)
    const [type, amount] = ['CHARGEBACK_SUCCEEDED', { value: 1_000, currency: 'USD' }]
    const data = { paymentChargeId: paid.providerReference, merchantId: account.merchantId, type, amount }
    const event = { specversion: '1.0.2', source: 'https://www.ppro.com', datacontenttype: 'application/json' }
    const about = { id: eventId(), type, subject: paid.providerReference, time: new Date().toISOString(), data }
    const body = JSON.stringify({ ...event, ...about })
    expect((await notify(body, sign(body))).status).toBe(200)
    await given.stage.firesExactly('NeedsAttention')
  })

  test('GatewayDown: nothing listens any more', async () => {
    await given.stage.app.stop()
    await given.stage.firesExactly('GatewayDown')
  })
})

test('a minute becomes a second, and the rest of a rule stays as it is', () => {
  expect(minutesAsSeconds('max(a_seconds{b="c"}) > 900 [30m] for: 1h')).toBe(
    'max(a_seconds{b="c"}) > 15 [30s] for: 60s',
  )
  expect(minutesAsSeconds('a_seconds > 15 p99_seconds > 0.5 increase(a[15m]) > 20')).toBe(
    'a_seconds > 15 p99_seconds > 0.5 increase(a[15s]) > 20',
  )
  const names = (text: string) => [...text.matchAll(/- alert: (\w+)/g)].map(([, name]) => name)
  expect(names(minutesAsSeconds(rulesText))).toEqual(alerts.map(({ name }) => name))
  expect(minutesAsSeconds(rulesText)).not.toMatch(/\d[mh]\b/)
})
