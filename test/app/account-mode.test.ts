import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { createApp } from '../../src/app/create-app.ts'
import { createLog } from '../../src/base/log/log.ts'
import { readConfig } from '../../src/config/read.ts'
import { createTestDatabase } from '../support/database/database.ts'
import { until } from '../support/until.ts'

const SECRET = 'a-webhook-secret'
const KEY = 'sk_test_account_mode'

test('in sandbox mode, a notification from an unknown host that matches nothing is visible with the sandbox’s key', async () => {
  const database = await createTestDatabase()
  const read = readConfig({
    ...{ SANDBOX: 'on', SANDBOX_API_KEY: KEY, DATABASE_URL: database.url, ENCRYPTION_KEY: '07'.repeat(32) },
    ...{ PPRO_BASE_URL: 'http://127.0.0.1:9', PPRO_API_KEY: 'k', PPRO_MERCHANT_ID: 'm', PPRO_WEBHOOK_SECRET: SECRET },
  })
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  const app = await createApp({ ...read.config, port: 0 }, { log: createLog({ level: 'silent', program: 'test' }) })
  try {
    const data = { paymentChargeId: 'charge_1', authorizationId: 'authz_1', merchantId: 'm' }
    const body = JSON.stringify({ id: 'evt_1', type: 'PAYMENT_CHARGE_AUTHORIZATION_SUCCEEDED', data })
    const signature = createHmac('sha256', SECRET).update(`1735689600.${body}`).digest('hex')
    const headers = { 'ppro-signature': `t=1735689600,s=${signature}` }
    const post = async (path: string) =>
      (await fetch(`${app.url}/webhooks/${path}`, { method: 'POST', headers, body })).status
    expect(await post('ppro')).toBe(200)
    // The same account, by the name that it has in a path; an account that does not exist; another provider's.
    expect(await Promise.all(['ppro/default', 'ppro/pac_1', 'aps/default', 'other/default'].map(post))).toEqual([
      ...[200, 401, 401, 404],
    ])
    const seen = async () => {
      const response = await fetch(`${app.url}/graphql`, {
        method: 'POST',
        headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ providerEvents { nodes { type status } } }' }),
      })
      const { data } = (await response.json()) as { data: { providerEvents: { nodes: { status: string }[] } } }
      return data.providerEvents.nodes
    }
    await until('looked at', async () => (await seen()).every(({ status }) => status !== 'RECEIVED'))
    expect(await seen()).toEqual([{ type: 'PAYMENT_CHARGE_AUTHORIZATION_SUCCEEDED', status: 'UNMATCHED' }])
  } finally {
    await app.stop()
    await database.drop()
  }
})
