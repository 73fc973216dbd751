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

const { values: options } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://localhost:4000/graphql' },
    key: { type: 'string', default: process.env['SANDBOX_API_KEY'] ?? 'sk_test_sandbox' },
    wait: { type: 'boolean', default: false },
  },
})

// So that the connection can be cut in the middle, as a train does in a tunnel. Applications leave this out.
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
  // Chosen before the first try and kept for the next: a repeat after a lost answer makes nothing twice.
  const order = `order-${Date.now()}`

  // 1. Mutations answer a union: the payload, or why not.
  const { consumerCreate } = await client.request(ConsumerCreateDocument, {
    input: { idempotencyKey: `${order}-consumer`, country: 'US', name: 'Ada Lovelace', email: 'ada@example.com' },
  })
  if (consumerCreate.__typename !== 'ConsumerCreatePayload') throw new Error(consumerCreate.message)
  const consumerId = consumerCreate.consumer.id
  say('consumer', consumerId)

  // 2. The consent, with a first charge.
  const { agreementCreate } = await client.request(AgreementCreateDocument, {
    input: {
      idempotencyKey: `${order}-agreement`,
      provider: 'PPRO',
      paymentMethod: 'AMAZON_PAY',
      consumerId,
      returnUrl: 'https://shop.example.com/thanks',
      amountRule: 'VARIABLE',
      initialCharge: { amount: { value: '1250', currency: 'USD' } },
    },
  })
  if (agreementCreate.__typename !== 'AgreementCreatePayload') throw new Error(agreementCreate.message)
  const { agreement, cursor } = agreementCreate
  say('agreement', `${agreement.id} ${agreement.status}`)

  // 3. Watch from the answer's cursor on: whatever happened since then comes first, so there is no gap to fall into.
  const redirect = agreement.authenticationMethods.find(method => method.type === 'REDIRECT')
  if (redirect?.requestUrl) await approve(redirect.requestUrl)
  for await (const event of client.watch(AgreementChangedDocument, { agreementId: agreement.id, after: cursor })) {
    say('agreement', `version ${event.version}: ${event.type}, ${event.status} (${event.source})`)
    if (event.status === 'ACTIVE') break
    if (event.terminal) throw new Error(`The agreement ended ${event.status}.`)
  }

  // 4. Charge it again: authorise now, capture later.
  const { chargeCreate } = await client.request(ChargeCreateDocument, {
    input: {
      idempotencyKey: `${order}-charge`,
      agreementId: agreement.id,
      amount: { value: '990', currency: 'USD' },
      captureMode: 'MANUAL',
    },
  })
  if (chargeCreate.__typename !== 'ChargeCreatePayload') throw new Error(chargeCreate.message)
  const { charge } = chargeCreate
  say('charge', `${charge.id} ${charge.status}`)
  await capture(client, charge.id, order)

  // 5. Watch it from what was answered. Once it is captured the connection is cut, and a refund goes out meanwhile.
  const versions = [charge.version]
  const onReconnect = ({ reason }: { reason: string }) =>
    say('connection', `lost (${reason}); resuming after the last event`)
  const start = { chargeId: charge.id, after: charge.cursor }
  for await (const event of client.watch(ChargeChangedDocument, start, { onReconnect })) {
    versions.push(event.version)
    say('charge', `version ${event.version}: ${event.type}, ${event.status}`)
    if (event.terminal && event.status !== 'CAPTURED') break
    if (event.type !== 'charge.capture_succeeded') continue
    for (const socket of sockets) socket.close()
    await refund(client, charge.id, order)
  }

  // 6. Nothing was missed and nothing came twice: every version, in order.
  const { charge: now } = await client.request(ChargeDocument, { id: charge.id })
  say('read', `${now?.status}: captured ${now?.capturedAmount.decimal}, refunded ${now?.refundedAmount.decimal} USD`)
  const complete =
    versions.every((version, index) => version === charge.version + index) && versions.at(-1) === now?.version
  if (!complete) throw new Error(`Versions seen: ${versions.join(', ')}, of ${now?.version}.`)
  say('versions', `${versions.join(', ')}: none missing, none twice`)

  // 7. The same story from the durable log, which subscriptions are fed from.
  const { events } = await client.request(EventsDocument, { filter: { agreementId: agreement.id }, first: 100 })
  say('log', `${events.nodes.length} events, from ${events.nodes[0]?.type} to ${events.nodes.at(-1)?.type}`)
}

async function capture(client: Client, chargeId: string, order: string): Promise<void> {
  const { chargeCapture } = await client.request(ChargeCaptureDocument, {
    input: { idempotencyKey: `${order}-capture`, chargeId },
  })
  if (chargeCapture.__typename !== 'ChargeCapturePayload') throw new Error(chargeCapture.message)
  say('capture', `${chargeCapture.capture.id} ${chargeCapture.capture.status}`)
}

async function refund(client: Client, chargeId: string, order: string): Promise<void> {
  const { chargeRefund } = await client.request(ChargeRefundDocument, {
    input: { idempotencyKey: `${order}-refund`, chargeId, amount: { value: '490', currency: 'USD' } },
  })
  if (chargeRefund.__typename !== 'ChargeRefundPayload') throw new Error(chargeRefund.message)
  say('refund', `${chargeRefund.refund.id} ${chargeRefund.refund.status}`)
}

/** The consumer's part. With --wait you play it yourself in a browser; else this presses the simulator's button. */
async function approve(requestUrl: string): Promise<void> {
  if (options.wait) return say('your turn', `open ${requestUrl} and approve`)
  await fetch(requestUrl, { method: 'POST', body: new URLSearchParams({ decision: 'approve' }), redirect: 'manual' })
  say('consumer', 'approved')
}

function say(who: string, what: string): void {
  console.log(`${who.padEnd(11)}${what}`)
}
