import { setTimeout as delay } from 'node:timers/promises'
import {
  AgreementCreateDocument,
  AgreementDocument,
  ChargeCreateDocument,
  type Client,
  ConsumerCreateDocument,
  createClient,
  payloadOf,
} from '../../../src/client/index.ts'
import { SANDBOX_KEY, startTestApp } from '../../app/support/test-app.ts'
import { full } from '../../support/full.ts'
import { until } from '../../support/until.ts'
import { pproAt, startSimulators } from '../../support/world/simulators.ts'

/** How long an outage lasts: in `npm run test:full` as long as a slow restart. */
const OUTAGE_MS = full ? 30_000 : 1_500

/** A whole gateway with PPRO's simulator behind it, which a test stops and starts again at the same address. */
export interface RestartableGateway {
  readonly graphqlUrl: string
  readonly key: string
  /** For what a test needs besides the client that it tests. */
  readonly backend: Client
  /** Stops the gateway, runs the work, and starts it again after the time of an outage. */
  outage(work: () => unknown): Promise<void>
  /** An active agreement of a new consumer. */
  agreement(): Promise<string>
  charge(agreementId: string, value: string): Promise<string>
  /** The amounts that were captured at the provider under the agreement, in order. */
  captured(agreementId: string): Promise<readonly number[]>
  close(): Promise<void>
}

export async function startRestartableGateway(): Promise<RestartableGateway> {
  const sandbox = await startSimulators()
  const providers = pproAt(sandbox)
  const first = await startTestApp({ providers })
  const { database, port, graphqlUrl } = first
  let app = first
  sandbox.setWebhookUrl('PPRO', `${first.url}/webhooks/ppro`)
  const backend = createClient({ url: graphqlUrl, authorization: SANDBOX_KEY })
  return {
    graphqlUrl,
    key: SANDBOX_KEY,
    backend,
    async outage(work) {
      await app.stop()
      work()
      await delay(OUTAGE_MS)
      app = await startTestApp({ providers, database, port })
    },
    agreement: () => activeAgreement(backend),
    async charge(agreementId, value) {
      const input = { agreementId, amount: { value, currency: 'USD' } }
      const { chargeCreate } = await backend.request(ChargeCreateDocument, { input })
      return payloadOf(chargeCreate).charge.id
    },
    async captured(agreementId) {
      const { providerReference } = await backend
        .request<{ agreement: { providerReference: string } }>(
          'query ($id: ID!) { agreement(id: $id) { providerReference } }',
          { id: agreementId },
        )
        .then(({ agreement }) => agreement)
      const { charges } = (await (await fetch(`${sandbox.url}/control/ledger`)).json()) as {
        charges: { agreementId: string; captured: number }[]
      }
      return charges.filter(charge => charge.agreementId === providerReference).map(({ captured }) => captured)
    },
    async close() {
      await backend.close()
      await sandbox.close()
      await app.cleanUp()
    },
  }
}

async function activeAgreement(client: Client): Promise<string> {
  const { consumerCreate } = await client.request(ConsumerCreateDocument, {
    input: { country: 'US', name: 'Ada Lovelace', email: 'ada@example.com' },
  })
  const { agreementCreate } = await client.request(AgreementCreateDocument, {
    input: {
      ...{ provider: 'PPRO', paymentMethod: 'AMAZON_PAY', amountRule: 'VARIABLE' },
      consumerId: payloadOf(consumerCreate).consumer.id,
      returnUrl: 'https://shop.example.com/thanks',
    },
  })
  const { id, authenticationMethods } = payloadOf(agreementCreate).agreement
  const page = authenticationMethods.find(({ type }) => type === 'REDIRECT')?.requestUrl
  await fetch(String(page), { method: 'POST', body: new URLSearchParams({ decision: 'approve' }), redirect: 'manual' })
  await until('the agreement to be active', async () => {
    const { agreement } = await client.request(AgreementDocument, { id })
    return agreement?.status === 'ACTIVE'
  })
  return id
}
