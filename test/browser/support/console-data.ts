import { randomUUID } from 'node:crypto'
import {
  AgreementCreateDocument,
  ChargeCaptureDocument,
  ChargeCreateDocument,
  type ChargeFieldsFragment,
  ChargeRefundDocument,
  type Client,
  ConsumerCreateDocument,
  createClient,
  ScheduleCreateDocument,
} from '../../../src/client/index.ts'
import { walk } from '../../support/world/consumer.ts'

const PEOPLE = [
  { name: 'Ada Lovelace', email: 'ada@example.com', country: 'US', reference: 'customer-1001' },
  { name: 'Grace Hopper', email: 'grace@example.com', country: 'US', reference: 'customer-1002' },
  { name: 'Mary Jackson', email: 'mary@example.com', country: 'AE', reference: 'customer-1003' },
  { name: 'Hedy Lamarr', email: 'hedy@example.com', country: 'AE', reference: 'customer-1004' },
] as const

export interface ConsoleData {
  /** A captured charge of 42.50 USD with the reference order-7001, refundable as a whole. */
  readonly captured: ChargeFieldsFragment
  /** An authorized charge of 80.00 USD, of which 30.00 is captured. */
  readonly authorized: ChargeFieldsFragment
  readonly declined: ChargeFieldsFragment
  /** At APS, which nobody reaches any more: its outcome stays unknown. */
  readonly unknown: ChargeFieldsFragment
  readonly agreementId: string
  readonly consumerId: string
  /** Monthly; its second payment was declined and is retried. */
  readonly scheduleId: string
  /** Nothing answers there: its first deliveries have failed and wait for their retries. */
  readonly webhookEndpointId: string
}

/** Something of everything that the console shows, made through the API and the simulators. */
export async function makeConsoleData(graphqlUrl: string, sandboxUrl: string): Promise<ConsoleData> {
  // Two months of the clock take longer than a request's usual time on a busy machine.
  const client = createClient({ url: graphqlUrl, authorization: 'sk_test_sandbox', timeoutMs: 170_000 })
  const control = (path: string, body: object) =>
    fetch(`${sandboxUrl}/control/${path}`, { method: 'POST', body: JSON.stringify(body) })
  const [ada = '', grace = '', mary = '', hedy = ''] = await Promise.all(PEOPLE.map(person => consumer(client, person)))
  const adas = await agreement(client, { consumerId: ada, approve: true })
  const graces = await agreement(client, { consumerId: grace, approve: true })
  const marys = await agreement(client, { consumerId: mary, approve: true, card: true })
  const captured = await charge(client, adas, { value: '4250', reference: 'order-7001' })
  const authorized = await charge(client, adas, { value: '8000', captureMode: 'MANUAL' })
  await client.request(ChargeCaptureDocument, {
    input: { idempotencyKey: randomUUID(), chargeId: authorized.id, amount: { value: '3000', currency: 'USD' } },
  })
  const refunded = await charge(client, graces, { value: '1999' })
  await client.request(ChargeRefundDocument, {
    input: { idempotencyKey: randomUUID(), chargeId: refunded.id, amount: { value: '500', currency: 'USD' } },
  })
  const declined = await charge(client, graces, { value: '300002' })
  await charge(client, marys, { value: '15000', currency: 'AED' })
  const scheduleId = await schedule(client, adas)
  await control('outcomes', {
    provider: 'PPRO',
    operation: 'charge',
    outcomes: ['approve', 'INSUFFICIENT_FUNDS', 'approve', 'INSUFFICIENT_FUNDS'],
  })
  await client.request(
    'mutation Later($input: SandboxClockAdvanceInput!) { sandboxClockAdvance(input: $input) { __typename } }',
    { input: { to: await timeIn(client, 66) } },
  )
  await agreement(client, { consumerId: hedy, approve: false, card: true })
  await control('reset', {})
  const webhookEndpointId = await webhookEndpoint(client)
  await control('faults', { provider: 'APS', rates: { dropBeforeEffect: 1 } })
  const unknown = await charge(client, marys, { value: '2500', currency: 'AED', reference: 'order-7002' })
  await client.close()
  return { captured, authorized, declined, unknown, agreementId: adas, consumerId: ada, scheduleId, webhookEndpointId }
}

async function consumer(client: Client, person: (typeof PEOPLE)[number]): Promise<string> {
  const { consumerCreate } = await client.request(ConsumerCreateDocument, {
    input: { idempotencyKey: randomUUID(), ...person },
  })
  if (consumerCreate?.__typename !== 'ConsumerCreatePayload') throw new Error(consumerCreate?.message)
  return consumerCreate.consumer.id
}

interface AgreementWish {
  readonly consumerId: string
  readonly approve: boolean
  readonly card?: boolean
}

async function agreement(client: Client, { consumerId, approve, card = false }: AgreementWish): Promise<string> {
  const { agreementCreate } = await client.request(AgreementCreateDocument, {
    input: {
      idempotencyKey: randomUUID(),
      consumerId,
      ...(card ? { provider: 'APS', paymentMethod: 'CARD' } : { provider: 'PPRO', paymentMethod: 'AMAZON_PAY' }),
      returnUrl: 'https://shop.example/back',
      initialCharge: { amount: { value: '999', currency: card ? 'AED' : 'USD' } },
    },
  })
  if (agreementCreate?.__typename !== 'AgreementCreatePayload') throw new Error(agreementCreate?.message)
  const { id, authenticationMethods } = agreementCreate.agreement
  if (approve) await walk(String(authenticationMethods[0]?.requestUrl))
  return id
}

interface ChargeWish {
  readonly value: string
  readonly currency?: string
  readonly reference?: string
  readonly captureMode?: 'MANUAL'
}

async function charge(client: Client, agreementId: string, wish: ChargeWish): Promise<ChargeFieldsFragment> {
  const { value, currency = 'USD', ...rest } = wish
  const { chargeCreate } = await client.request(ChargeCreateDocument, {
    input: { idempotencyKey: randomUUID(), agreementId, amount: { value, currency }, ...rest },
  })
  if (chargeCreate?.__typename !== 'ChargeCreatePayload') throw new Error(chargeCreate?.message)
  return chargeCreate.charge
}

async function schedule(client: Client, agreementId: string): Promise<string> {
  const { scheduleCreate } = await client.request(ScheduleCreateDocument, {
    input: {
      idempotencyKey: randomUUID(),
      agreementId,
      amount: { value: '1200', currency: 'USD' },
      interval: 'MONTH',
      anchorDate: (await timeIn(client, 1)).slice(0, 10),
      reference: 'subscription-31',
    },
  })
  if (scheduleCreate?.__typename !== 'ScheduleCreatePayload') throw new Error(scheduleCreate?.message)
  return scheduleCreate.schedule.id
}

async function webhookEndpoint(client: Client): Promise<string> {
  const { webhookEndpointCreate } = await client.request<{
    webhookEndpointCreate: { webhookEndpoint: { id: string } }
  }>(
    `mutation Endpoint($input: WebhookEndpointCreateInput!) { webhookEndpointCreate(input: $input) {
      ... on WebhookEndpointCreatePayload { webhookEndpoint { id } } } }`,
    { input: { idempotencyKey: randomUUID(), url: 'http://127.0.0.1:9/webhooks', description: 'Stock' } },
  )
  return webhookEndpointCreate.webhookEndpoint.id
}

/** By the gateway's clock. */
async function timeIn(client: Client, days: number): Promise<string> {
  const { clock } = await client.request<{ clock: { now: string } }>('{ clock { now } }', {})
  return new Date(Date.parse(clock.now) + days * 86_400_000).toISOString()
}
