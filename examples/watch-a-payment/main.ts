// A payment from a merchant's side, watched live through a lost connection. See README.md.
import { parseArgs } from 'node:util'
import {
  AgreementChangedDocument,
  AgreementCreateDocument,
  ChargeCaptureDocument,
  ChargeChangedDocument,
  ChargeCreateDocument,
  ChargeDocument,
  ChargeRefundDocument,
  type Client,
  ConsumerCreateDocument,
  createClient,
  EventsDocument,
} from '../../src/client/index.ts'
import { consumerGoes } from './consumer.ts'

const { values: options } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://localhost:4000/graphql' },
    key: { type: 'string', default: process.env['SANDBOX_API_KEY'] ?? 'sk_test_sandbox' },
    provider: { type: 'string', default: 'PPRO' },
    wait: { type: 'boolean', default: false },
  },
})

/** The difference: at APS only the first charge of a card can be captured later than it is authorized. */
const ways = {
  PPRO: { provider: 'PPRO', paymentMethod: 'AMAZON_PAY', captureMode: 'MANUAL' },
  APS: { provider: 'APS', paymentMethod: 'CARD', captureMode: 'AUTOMATIC' },
} as const
if (options.provider !== 'PPRO' && options.provider !== 'APS') throw new Error('--provider is PPRO or APS')
const { captureMode, ...way } = ways[options.provider]

// So that the connection can be cut in the middle, as in a tunnel. Applications leave this out.
const sockets = new Set<WebSocket>()
class CuttableWebSocket extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols)
    sockets.add(this)
    this.addEventListener('close', () => sockets.delete(this))
  }
}

const client = createClient({ url: options.url, authorization: options.key, webSocket: CuttableWebSocket })
try {
  await run(client)
} finally {
  await client.close()
}

async function run(client: Client): Promise<void> {
  // Chosen before the first try and kept for retries: a retry after a lost response makes nothing twice.
  const order = `order-${Date.now()}`

  // 1. Mutations return a union: the payload, or the reason of a refusal.
  const { consumerCreate } = await client.request(ConsumerCreateDocument, {
    input: { idempotencyKey: `${order}-consumer`, country: 'US', name: 'Ada Lovelace', email: 'ada@example.com' },
  })
  if (consumerCreate?.__typename !== 'ConsumerCreatePayload') throw new Error(consumerCreate?.message)
  const consumerId = consumerCreate.consumer.id
  say('consumer', consumerId)

  // 2. The consent, with a first charge.
  const { agreementCreate } = await client.request(AgreementCreateDocument, {
    input: {
      idempotencyKey: `${order}-agreement`,
      ...way,
      consumerId,
      returnUrl: 'https://shop.example.com/thanks',
      amountRule: 'VARIABLE',
      initialCharge: { amount: { value: '1250', currency: 'USD' } },
    },
  })
  if (agreementCreate?.__typename !== 'AgreementCreatePayload') throw new Error(agreementCreate?.message)
  const { agreement, eventCursor } = agreementCreate
  say('agreement', `${agreement.id} ${agreement.status}`)

  // 3. Watch from the response's cursor on: earlier events come first, so there is no gap.
  const redirect = agreement.authenticationMethods.find(method => method.type === 'REDIRECT')
  if (redirect?.requestUrl) await consent(redirect.requestUrl)
  for await (const event of client.watch(AgreementChangedDocument, { agreementId: agreement.id, after: eventCursor })) {
    say('agreement', `version ${event.version}: ${event.type}, ${event.status} (${event.source})`)
    if (event.status === 'ACTIVE') break
    if (event.terminal) throw new Error(`The agreement ended ${event.status}.`)
  }

  // 4. Charge it again, and refund a part.
  const { chargeCreate } = await client.request(ChargeCreateDocument, {
    input: {
      idempotencyKey: `${order}-charge`,
      agreementId: agreement.id,
      amount: { value: '990', currency: 'USD' },
      captureMode,
    },
  })
  if (chargeCreate?.__typename !== 'ChargeCreatePayload') throw new Error(chargeCreate?.message)
  const { charge } = chargeCreate
  say('charge', `${charge.id} ${charge.status}`)
  if (charge.status === 'AUTHORIZED') await capture(client, charge.id, order)
  await refund(client, charge.id, { idempotencyKey: `${order}-refund`, value: '190' })

  // 5. Watch it from the response's cursor on. Then the connection is cut, and the rest is refunded meanwhile.
  const versions = [charge.version]
  const onReconnect = ({ reason }: { reason: string }) =>
    say('connection', `lost (${reason}); resuming after the last event`)
  const start = { chargeId: charge.id, after: charge.eventCursor }
  for await (const event of client.watch(ChargeChangedDocument, start, { onReconnect })) {
    versions.push(event.version)
    say('charge', `version ${event.version}: ${event.type}, ${event.status}`)
    if (event.status === 'REFUNDED') break
    if (event.type !== 'charge.refund_succeeded') continue
    for (const socket of sockets) socket.close()
    await refund(client, charge.id, { idempotencyKey: `${order}-refund-rest`, value: '800' })
  }

  // 6. Nothing was missed and nothing came twice: every version, in order.
  const { charge: now } = await client.request(ChargeDocument, { id: charge.id })
  say('read', `${now?.status}: captured ${now?.capturedAmount.decimal}, refunded ${now?.refundedAmount.decimal} USD`)
  const complete =
    versions.every((version, index) => version === charge.version + index) && versions.at(-1) === now?.version
  if (!complete) throw new Error(`Versions seen: ${versions.join(', ')}, of ${now?.version}.`)
  say('versions', `${versions.join(', ')}: none missing, none twice`)

  // 7. The same story from the durable log, the source of all subscriptions.
  const { events } = await client.request(EventsDocument, { filter: { agreementId: agreement.id }, first: 100 })
  say('log', `${events.nodes.length} events, from ${events.nodes[0]?.type} to ${events.nodes.at(-1)?.type}`)
}

async function capture(client: Client, chargeId: string, order: string): Promise<void> {
  const { chargeCapture } = await client.request(ChargeCaptureDocument, {
    input: { idempotencyKey: `${order}-capture`, chargeId },
  })
  if (chargeCapture?.__typename !== 'ChargeCapturePayload') throw new Error(chargeCapture?.message)
  say('capture', `${chargeCapture.capture.id} ${chargeCapture.capture.status}`)
}

async function refund(client: Client, chargeId: string, refund: { idempotencyKey: string; value: string }) {
  const { idempotencyKey, value } = refund
  const { chargeRefund } = await client.request(ChargeRefundDocument, {
    input: { idempotencyKey, chargeId, amount: { value, currency: 'USD' } },
  })
  if (chargeRefund?.__typename !== 'ChargeRefundPayload') throw new Error(chargeRefund?.message)
  say('refund', `${chargeRefund.refund.id} ${chargeRefund.refund.status}`)
}

/**
 * The consumer's part. With --wait you play it yourself in a browser; otherwise it is played on the simulator's pages.
 */
async function consent(requestUrl: string): Promise<void> {
  if (options.wait) return say('your turn', `open ${requestUrl} and approve`)
  for await (const page of consumerGoes(requestUrl)) say('consumer', `${page.heading}: ${page.url}`)
}

function say(who: string, what: string): void {
  console.log(`${who.padEnd(11)}${what}`)
}
