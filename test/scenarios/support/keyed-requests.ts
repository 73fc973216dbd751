import { createScheduler } from '../../support/world/jobs.ts'
import { givenSchedule } from '../../support/world/schedule.ts'
import { charge, control, givenActiveAgreement, givenConsumer } from '../../support/world/story.ts'
import type { Gateway } from './gateway.ts'
import type { KeyedMutation } from './mutate.ts'

type Input = Readonly<Record<string, unknown>>

/** A request of a mutation, and for each argument another value. */
export interface KeyedRequest {
  readonly input: Input
  readonly others: Input
}

const DAY_MS = 86_400_000
const usd = (value: number) => ({ value: String(value), currency: 'USD' })
const client = { ip: '203.0.113.7', userAgent: 'Test/1.0' }

/** For each mutation that takes a key, a request on objects that exist only for it. */
export async function keyedRequests(gateway: Gateway): Promise<Readonly<Record<KeyedMutation, KeyedRequest>>> {
  const [consumer, another] = [await givenConsumer(gateway), await givenConsumer(gateway)]
  const [agreement, other] = [await givenActiveAgreement(gateway), await givenActiveAgreement(gateway)]
  const paid = async () => (await charge(gateway, agreement.id, 1_000n)).id
  const authorized = async () => (await charge(gateway, agreement.id, 1_000n, { captureMode: 'MANUAL' })).id
  const declined = await charge(gateway, agreement.id, 300_002n)
  const consumerCreate = {
    input: { country: 'US', name: 'Ada' },
    others: {
      country: 'DE',
      name: 'Bea',
      email: 'ada@example.com',
      phone: '+4930123456',
      locale: 'en-US',
      birthDate: '1990-01-01',
      taxId: '1',
      billingAddress: { city: 'Berlin' },
      reference: 'r',
      metadata: { a: '1' },
    },
  }
  const agreementCreate = {
    input: {
      provider: 'PPRO',
      paymentMethod: 'AMAZON_PAY',
      consumerId: consumer.id,
      returnUrl: 'https://shop.example/done',
      agreedAmount: usd(1_000),
      amountRule: 'EXACT',
      initialCharge: { amount: usd(1_000) },
    },
    others: {
      provider: 'APS',
      paymentMethod: 'MOCK',
      consumerId: another.id,
      returnUrl: 'https://shop.example/other',
      authenticationTypes: ['SCAN_CODE'],
      description: 'd',
      agreedAmount: usd(2_000),
      amountRule: 'MAX',
      frequency: { interval: 'MONTH' },
      chargeCount: 12,
      startsAt: '2027-01-01T00:00:00.000Z',
      endsAt: '2030-01-01T00:00:00.000Z',
      initialCharge: { amount: usd(1_001) },
      client,
      reference: 'r',
      metadata: { a: '1' },
    },
  }
  const chargeCreate = {
    input: { agreementId: agreement.id, amount: usd(1_000), returnUrl: 'https://shop.example/done' },
    others: {
      agreementId: other.id,
      amount: { ...usd(1_000), currency: 'EUR' },
      captureMode: 'MANUAL',
      initiator: 'CONSUMER',
      reason: 'SCHEDULED',
      retryOf: declined.id,
      returnUrl: 'https://shop.example/other',
      client,
      reference: 'r',
      description: 'd',
      metadata: { a: '1' },
    },
  }
  const operation = { amount: usd(301), reference: 'r' }
  const chargeCapture = {
    input: { chargeId: await authorized(), amount: usd(300) },
    others: { ...operation, chargeId: await authorized() },
  }
  const chargeRefund = {
    input: { chargeId: await paid(), amount: usd(300) },
    others: { ...operation, chargeId: await paid(), reason: 'because' },
  }
  const chargeVoid = {
    input: { chargeId: await authorized(), amount: usd(300) },
    others: { ...operation, chargeId: await authorized() },
  }
  const scheduleCreate = {
    input: { agreementId: agreement.id, amount: usd(1_000), interval: 'MONTH', anchorDate: '2031-01-31' },
    others: {
      agreementId: other.id,
      amount: usd(1_001),
      interval: 'DAY',
      intervalCount: 2,
      anchorDate: '2031-01-30',
      timeOfDay: '10:00',
      timeZone: 'Europe/Berlin',
      endDate: '2032-01-31',
      maxOccurrences: 12,
      retryPolicy: { retryAfterDays: [1], onExhausted: 'CANCEL' },
      reference: 'r',
      description: 'd',
      metadata: { a: '1' },
    },
  }
  const occurrenceRetry = {
    input: { occurrenceId: await declinedOccurrence(gateway, agreement.id) },
    others: { occurrenceId: await declinedOccurrence(gateway, agreement.id) },
  }
  await control(gateway, 'faults', { provider: 'PPRO', seed: 1, rates: { dropBeforeEffect: 1 } })
  const lost = async () => {
    const { id: chargeId } = await charge(gateway, agreement.id, 1_000n)
    const { rows } = await gateway.database.pool.query('SELECT id FROM charge_operations WHERE charge_id = $1', [
      chargeId,
    ])
    return { chargeId, operationId: String(rows[0]?.id) }
  }
  const [unknown, alsoUnknown] = [await lost(), await lost()]
  const chargeResolve = {
    input: { ...unknown, outcome: 'FAILED', note: 'asked' },
    others: { ...alsoUnknown, outcome: 'SUCCEEDED', note: 'asked again' },
  }
  await control(gateway, 'reset', {})
  const webhookEndpointCreate = {
    input: { url: 'https://shop.example/events' },
    others: {
      url: 'https://shop.example/other',
      description: 'Orders',
      eventTypes: ['charge.*'],
      ordered: true,
    },
  }
  await gateway.delivered()
  await gateway.quiet()
  return {
    consumerCreate,
    agreementCreate,
    chargeCreate,
    chargeCapture,
    chargeRefund,
    chargeVoid,
    chargeResolve,
    scheduleCreate,
    occurrenceRetry,
    webhookEndpointCreate,
  }
}

/** An occurrence whose charge was declined. */
async function declinedOccurrence(at: Gateway, agreementId: string): Promise<string> {
  const { id } = await givenSchedule(at, agreementId, { amount: { value: 300_002n, currency: 'USD' } })
  at.pass(DAY_MS)
  const scheduler = createScheduler(at.deps)
  while ((await scheduler.take()) > 0) await scheduler.idle()
  const { rows } = await at.database.pool.query(
    `SELECT o.id FROM occurrences o JOIN charges c ON c.occurrence_id = o.id WHERE o.schedule_id = $1 AND c.status = 'FAILED'`,
    [id],
  )
  if (rows.length !== 1) throw new Error(`${rows.length} declined occurrences`)
  return rows[0].id as string
}
