import { randomUUID } from 'node:crypto'
import type { Perennial } from '../../support/programs/processes.ts'
import { until } from '../../support/until.ts'
import { cards, walk } from '../../support/world/consumer.ts'
import { personal, secrets, texts } from './canaries.ts'
import type { RecordedCalls } from './recorded-calls.ts'

export interface Way {
  readonly provider: 'PPRO' | 'APS'
  readonly paymentMethod: string
}

const usd = (value: string) => ({ value, currency: 'USD' })
const { reference, metadata } = { reference: texts.chargeReference, metadata: { note: texts.chargeMetadata } }

export const consumerInput = {
  ...{ country: 'US', name: personal.name, email: personal.email, phone: personal.phone, taxId: personal.taxId },
  ...{ birthDate: personal.birthDate, reference: texts.consumerReference },
  metadata: { note: texts.consumerMetadata },
  billingAddress: {
    ...{ firstName: personal.firstName, lastName: personal.lastName, street: personal.street },
    ...{ postalCode: personal.postalCode, city: personal.city, region: personal.region, country: 'DE' },
  },
}

/** Every mutation with a text in each field, at one provider. */
export async function tellStory(calls: RecordedCalls, way: Way, perennial: Perennial) {
  const { ask, sent } = calls
  const mutate: RecordedCalls['mutate'] = async (...call) => {
    const made = await calls.mutate(...call)
    if (made?.code !== undefined) throw new Error(`${call[0]}: ${JSON.stringify(made)}`)
    return made
  }
  const key = () => ({ idempotencyKey: randomUUID() })
  const { consumer } = await mutate('consumerCreate', { ...key(), ...consumerInput }, 'consumer { id }')
  const later = { name: personal.laterName, email: personal.laterEmail }
  await mutate('consumerUpdate', { consumerId: consumer.id, ...later }, 'consumer { id }')
  const { agreement } = await mutate(
    'agreementCreate',
    {
      ...{ ...key(), ...way, consumerId: consumer.id, returnUrl: `https://shop.example/${texts.returnUrl}` },
      ...{ reference: texts.agreementReference, description: texts.agreementDescription },
      metadata: { note: texts.agreementMetadata },
      client: { ip: personal.deviceAddress, userAgent: personal.deviceAgent },
      initialCharge: { amount: usd('1000'), reference, description: texts.chargeDescription },
    },
    'agreement { id authenticationMethods { requestUrl } }',
  )
  const pages: string[] = []
  const tokens: string[] = []
  await walk(agreement.authenticationMethods[0].requestUrl, {
    card: cards.visaAsked,
    async open(url, init) {
      sent.push(String(init.body ?? ''))
      const token = new URL(url).searchParams.get('token_name')
      if (token) tokens.push(token)
      const response = await fetch(url, init)
      if (url.startsWith(perennial.url)) pages.push(await response.clone().text())
      return response
    },
  })
  await until('ACTIVE', async () => {
    const query = 'query ($id: ID!) { agreement(id: $id) { status } }'
    return (await ask(query, { id: agreement.id })).agreement.status === 'ACTIVE'
  })

  const charge = async (value: string, captureMode: string) => {
    const input = { ...key(), agreementId: agreement.id, amount: usd(value), captureMode, reference, metadata }
    const given = { ...input, description: texts.chargeDescription }
    return (await mutate('chargeCreate', given, 'charge { id status }')).charge.id as string
  }
  // APS captures at once, and then refuses the capture and the void.
  const captureMode = way.provider === 'APS' ? 'AUTOMATIC' : 'MANUAL'
  const chargeId = await charge('700', captureMode)
  const capture = { ...key(), chargeId, reference: texts.captureReference }
  await calls.mutate('chargeCapture', capture, 'charge { status }')
  const refund = { ...key(), chargeId, reference: texts.refundReference, reason: texts.refundReason }
  await mutate('chargeRefund', refund, 'charge { status }')
  const voided = { ...key(), chargeId: await charge('800', captureMode), reference: texts.voidReference }
  await calls.mutate('chargeVoid', voided, 'charge { status }')
  await charge('300002', 'AUTOMATIC')

  const schedule = {
    ...{ ...key(), agreementId: agreement.id, amount: usd('1500'), interval: 'MONTH', anchorDate: '2099-01-31' },
    ...{ reference: texts.scheduleReference, description: texts.scheduleDescription },
    metadata: { note: texts.scheduleMetadata },
  }
  const { id: scheduleId } = (await mutate('scheduleCreate', schedule, 'schedule { id }')).schedule
  await mutate('schedulePause', { scheduleId, reason: texts.pauseReason }, 'schedule { status }')
  await mutate('scheduleCancel', { scheduleId, reason: texts.cancelReason }, 'schedule { status }')
  await mutate('agreementRevoke', { agreementId: agreement.id, reason: texts.revokeReason }, 'agreement { status }')
  return { consumerId: consumer.id as string, agreementId: agreement.id as string, chargeId, pages, tokens }
}

/** Requests that are refused, with a canary in each place that a message could quote. */
export async function tellRefusals({ mutate, ask, post, subscribe }: RecordedCalls): Promise<void> {
  const { billingAddress } = consumerInput
  const long = (text: string) => `${text} `.repeat(2_000)
  const tooLong = Object.fromEntries(Object.entries(billingAddress).map(([name, value]) => [name, long(value)]))
  const invalid = {
    ...{ ...consumerInput, idempotencyKey: randomUUID(), name: long(personal.name), taxId: long(personal.taxId) },
    ...{
      email: `${personal.email} and more`,
      phone: `${personal.phone} or so`,
      reference: long(texts.consumerReference),
    },
    billingAddress: { ...tooLong, country: 'DE' },
  }
  await mutate('consumerCreate', invalid, 'consumer { id }')
  for (const wrong of [
    { country: personal.city },
    { birthDate: `${personal.birthDate}T00` },
    { name: { text: personal.name } },
    { email: [personal.email, 7] },
    { bogus: true },
  ])
    await mutate('consumerCreate', { ...consumerInput, idempotencyKey: randomUUID(), ...wrong }, 'consumer { id }')
  // The same key with other values.
  const keyed = { ...consumerInput, idempotencyKey: randomUUID() }
  await mutate('consumerCreate', keyed, 'consumer { id }')
  await mutate('consumerCreate', { ...keyed, name: personal.laterName }, 'consumer { id }')
  await ask(`{ consumers(filter: { email: "${personal.email}", bogus: "${personal.phone}" }) { nodes { id } } }`)
  await ask(`{ consumer(id: "${personal.name}") { id } }`)
  const ppro = { merchantId: 'merch_refused', apiKey: secrets.pproApiKey, webhookSecret: secrets.pproWebhookSecret }
  await mutate('providerAccountSet', { ppro }, 'providerAccount { id }')
  await ask('{ viewer { mode } }', {}, secrets.unknownKey)
  await ask('{ viewer { mode } }', {}, secrets.unknownToken)
  await subscribe('subscription { events { id } }', secrets.unknownKey)
  await subscribe(`subscription { events(after: "${personal.email}") { id } }`, 'sk_test_sandbox')
  const authorization = 'Bearer sk_test_sandbox'
  await post('/graphql', `{"query": "{ viewer { mode } }", "variables": {"name": "${personal.name}`, { authorization })
  await post(`/graphql?name=${encodeURIComponent(personal.name)}`, `"${personal.email}"`, { authorization })
  await post(`/${personal.city}?email=${personal.email}`, personal.phone)
  for (const provider of ['ppro', 'aps'])
    await post(`/webhooks/${provider}`, JSON.stringify({ name: personal.webhookName, email: personal.webhookEmail }), {
      'ppro-signature': `t=1,s=${secrets.cookie}`,
    })
}
