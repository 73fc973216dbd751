import { describe, expect, test } from 'vitest'
import { newId } from '../../src/base/id.ts'
import { providerAccountSet } from '../../src/operations/provider-account/set.ts'
import { webhookEndpointCreate } from '../../src/operations/webhook-endpoint/create.ts'
import { SANDBOX_KEY } from '../app/support/test-app.ts'
import { newPpro } from '../operations/provider-account/support.ts'
import { full } from '../support/full.ts'
import { charge, control, givenConsumer, key, mustSucceed } from '../support/world/story.ts'
import { skipsPrometheusTests } from './support/prometheus.ts'
import { askRunbook } from './support/runbook-sql.ts'
import { type Stage, settleUnknown, stageOfFile } from './support/stage.ts'
import { traffic } from './support/traffic.ts'

describe.skipIf(!full || skipsPrometheusTests(6))('faults of others fire their own alerts, and no others', () => {
  const given = stageOfFile()

  const pay = () => charge(given.stage.world, given.agreementId, 700n)

  test('WebhooksMissing: the provider has a wrong address, and no notification has come since the start', async () => {
    const { sandbox } = given.stage.world
    await given.stage.restart(async () => {})
    sandbox.setWebhookUrl('PPRO', 'http://127.0.0.1:9/webhooks/ppro')
    const stop = traffic(pay, 250)
    await given.stage.firesExactly('WebhooksMissing')
    sandbox.setWebhookUrl('PPRO', `${given.stage.app.url}/webhooks/ppro`)
    await given.stage.firesExactly()
    await stop()
  })

  test('UnknownOld, ProviderCircuitOpen: the provider charges and never answers', async () => {
    await control(given.stage.world, 'faults', { rates: { dropAfterEffect: 1, dropWebhook: 1 } })
    const lost = await charge(given.stage.world, given.agreementId, 700n)
    expect(lost.status).toBe('UNKNOWN')
    await Promise.allSettled(Array.from({ length: 12 }, () => charge(given.stage.world, given.agreementId, 900n)))
    // Also while no trial call is due, and the circuit is HALF_OPEN.
    await given.stage.firesExactly('ProviderCircuitOpen', 'UnknownOld')
    const [unknown] = await askRunbook(given.stage.app.database.pool, 'unknown-old')
    expect(unknown?.[0]).toMatchObject({ purpose: 'CHARGE_CREATE', charge_id: lost.id })
    await control(given.stage.world, 'faults', {})
    await settleUnknown(given.stage)
    await given.stage.firesExactly()
  })

  test('ProviderSlow: each answer takes six seconds', async () => {
    await control(given.stage.world, 'faults', { delayMs: [6_000, 6_000] })
    const stop = traffic(pay)
    await given.stage.firesExactly('ProviderSlow')
    await control(given.stage.world, 'faults', {})
    await given.stage.firesExactly()
    await stop()
  })

  test('WebhooksUndelivered: nothing listens at the merchant’s addresses', async () => {
    const { deps, caller } = given.stage.world
    for (let made = 0; made < 8; made++)
      mustSucceed(
        await webhookEndpointCreate(deps, caller, { idempotencyKey: key(), url: 'http://127.0.0.1:9/events' }),
      )
    const stop = traffic(pay)
    await given.stage.firesExactly('WebhooksUndelivered')
    const [failing] = await askRunbook(given.stage.app.database.pool, 'webhooks-undelivered')
    expect(failing?.map(row => ({ ...row, id: '', failing_since: '' }))).toEqual(
      Array.from({ length: 8 }, () => ({
        ...{ merchant_id: caller.tenant.merchantId, mode: 'TEST', id: '', status: 'ENABLED', failing_since: '' },
        error: expect.stringContaining('ECONNREFUSED'),
      })),
    )
    await stop()
    await given.stage.app.database.pool.query(`UPDATE webhook_endpoints SET status = 'PAUSED'`)
    await given.stage.firesExactly()
  })

  test('AccountsUnreadable: the credentials of one account are those of another', async () => {
    const [broken, sound] = [await givenMerchant(given.stage), await givenMerchant(given.stage)]
    const [brokenId, soundId] = [await broken(), await sound()]
    await given.stage.app.database.pool.query(
      `UPDATE provider_accounts a SET version = a.version + 1, encrypted_credentials = b.encrypted_credentials
       FROM provider_accounts b WHERE a.id = $1 AND b.id = $2`,
      [brokenId, soundId],
    )
    await given.stage.firesExactly('AccountsUnreadable')
    await broken()
    await given.stage.firesExactly()
  })

  test('ErrorRate: a column is not there', async () => {
    const { id } = await givenConsumer(given.stage.world)
    const body = JSON.stringify({ query: `{ consumer(id: "${id}") { country } }` })
    const headers = { authorization: `Bearer ${SANDBOX_KEY}`, 'content-type': 'application/json' }
    const stop = traffic(() => fetch(given.stage.app.graphqlUrl, { method: 'POST', headers, body }))
    const rename = (from: string, to: string) =>
      given.stage.app.database.pool.query(`ALTER TABLE consumers RENAME COLUMN ${from} TO ${to}`)
    await rename('country', 'land')
    await given.stage.firesExactly('ErrorRate')
    await rename('land', 'country')
    await given.stage.firesExactly()
    await stop()
  })
})

/** A new merchant. Returns what sets the credentials of its account at PPRO, and answers the account's id. */
async function givenMerchant({ app, world }: Stage): Promise<() => Promise<string>> {
  const merchantId = newId('merchant', new Date())
  await app.database.pool.query('INSERT INTO merchants (id, name, created_at) VALUES ($1, $1, now())', [merchantId])
  const caller = { ...world.caller, tenant: { merchantId, mode: 'TEST' } } as const
  const ppro = newPpro()
  world.sandbox.setAccount({ provider: 'PPRO', ...ppro, webhookUrl: `${app.url}/webhooks/ppro` })
  return async () => mustSucceed(await providerAccountSet(world.deps, caller, { ppro })).providerAccount.id
}
