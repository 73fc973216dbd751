import {
  AgreementCreateDocument,
  AgreementDocument,
  type Client,
  ConsumerCreateDocument,
  createClient,
  payloadOf,
  ScheduleCreateDocument,
} from '../../../src/client/index.ts'
import type { Config } from '../../../src/config/config.ts'
import { SANDBOX_KEY, startTestApp, type TestApp } from '../../app/support/test-app.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database/database.ts'
import { until } from '../../support/until.ts'
import { pproAt, startSimulators } from '../../support/world/simulators.ts'
import type { Ledger } from '../../support/world/story.ts'
import { type Balancer, startBalancer } from './balancer.ts'

/** Longer than the balancer needs to notice that a gateway is not ready. */
const DRAIN_MS = 400
const DUE_NOW = `UPDATE occurrences SET due_at = t.due, next_at = t.due
  FROM (SELECT date_trunc('milliseconds', now()) AS due) t WHERE schedule_id = $1`

/** Several gateways on one database behind a load balancer, with PPRO's simulator behind them. */
export interface Fleet {
  readonly balancer: Balancer
  readonly database: TestDatabase
  /** Of the balancer. */
  readonly client: Client
  start(role: Config['role']): Promise<TestApp>
  /** An active agreement of a new consumer. */
  agreement(): Promise<string>
  /** A monthly schedule on the agreement, of which the first occurrence is due now. Returns its id. */
  dueSchedule(agreementId: string): Promise<string>
  ledger(): Promise<Ledger>
  close(): Promise<void>
}

export async function startFleet(): Promise<Fleet> {
  const balancer = await startBalancer()
  const sandbox = await startSimulators({ ppro: { webhookUrl: `${balancer.url}/webhooks/ppro` } })
  const database = await createTestDatabase()
  const client = createClient({ url: `${balancer.url}/graphql`, authorization: SANDBOX_KEY, retryForMs: 60_000 })
  const apps: TestApp[] = []
  return {
    ...{ balancer, database, client },
    async start(role) {
      const app = await startTestApp({ role, database, drainMs: DRAIN_MS, providers: pproAt(sandbox) })
      apps.push(app)
      return app
    },
    agreement: () => activeAgreement(client),
    async dueSchedule(agreementId) {
      const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
      const input = {
        agreementId,
        amount: { value: '700', currency: 'USD' },
        interval: 'MONTH',
        anchorDate: tomorrow,
      } as const
      const { scheduleCreate } = await client.request(ScheduleCreateDocument, { input })
      const { id } = payloadOf(scheduleCreate).schedule
      await database.pool.query(DUE_NOW, [id])
      return id
    },
    ledger: async () => (await (await fetch(`${sandbox.url}/control/ledger`)).json()) as Ledger,
    async close() {
      await client.close()
      await Promise.all(apps.map(app => app.stop()))
      await sandbox.close()
      await balancer.close()
      await database.drop()
    },
  }
}

async function activeAgreement(client: Client): Promise<string> {
  const { consumerCreate } = await client.request(ConsumerCreateDocument, { input: { country: 'US', name: 'Ada' } })
  const { agreementCreate } = await client.request(AgreementCreateDocument, {
    input: {
      ...{ provider: 'PPRO', paymentMethod: 'AMAZON_PAY', amountRule: 'VARIABLE' },
      consumerId: payloadOf(consumerCreate).consumer.id,
      returnUrl: 'https://shop.example.com/thanks',
    },
  })
  const { id, authenticationMethods } = payloadOf(agreementCreate).agreement
  const page = String(authenticationMethods[0]?.requestUrl)
  await fetch(page, { method: 'POST', body: new URLSearchParams({ decision: 'approve' }), redirect: 'manual' })
  await until('the agreement to be active', async () => {
    const { agreement } = await client.request(AgreementDocument, { id })
    return agreement?.status === 'ACTIVE'
  })
  return id
}
