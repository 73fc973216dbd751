// PPRO's notifications of captured charges, each signed and with an id of its own, made before they are sent.
import { createHmac, randomBytes } from 'node:crypto'
import { serveParent } from '../support/children.ts'
import { keepBusy, type LoadResult, requestOf } from '../support/load.ts'
import type { pproAccount } from './webhooks.ts'

interface WebhookLoad {
  readonly url: string
  readonly account: typeof pproAccount
  readonly chargeIds: readonly string[]
  readonly connections: number
  readonly durationMs: number
}

/** More than any gateway takes in a second. */
const MADE_BEFORE_EACH_SECOND = 8_000

async function run(options: WebhookLoad): Promise<LoadResult> {
  const make = notifications(options)
  const made = Array.from({ length: (MADE_BEFORE_EACH_SECOND * options.durationMs) / 1000 }, make)
  return keepBusy(options, () => made.pop() ?? make())
}

function notifications({ url, account, chargeIds }: WebhookLoad): () => string {
  let next = 0
  return () => {
    next = (next + 1) % chargeIds.length
    const chargeId = chargeIds[next] ?? ''
    const body = JSON.stringify(captured(account.PPRO_MERCHANT_ID, `provider-${chargeId}`))
    const time = Math.floor(Date.now() / 1_000)
    const signature = createHmac('sha256', account.PPRO_WEBHOOK_SECRET).update(`${time}.${body}`).digest('hex')
    return requestOf(url, { 'ppro-signature': `t=${time},s=${signature}` }, body)
  }
}

function captured(merchantId: string, chargeId: string) {
  return {
    specversion: '1.0.2',
    source: 'https://www.ppro.com',
    datacontenttype: 'application/json',
    id: randomBytes(11).toString('hex'),
    type: 'PAYMENT_CHARGE_CAPTURE_SUCCEEDED',
    subject: chargeId,
    time: new Date().toISOString(),
    data: {
      paymentChargeId: chargeId,
      paymentChargeStatus: 'CAPTURED',
      paymentMethod: 'AMAZON_PAY',
      captureId: `${chargeId}-capture`,
      amount: { value: 1999, currency: 'USD' },
      type: 'PAYMENT_CHARGE_CAPTURE_SUCCEEDED',
      merchantId,
    },
  }
}

serveParent({}, { run })
