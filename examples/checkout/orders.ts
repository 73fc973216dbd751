// The orders of the shop: what it asks the gateway for, with its secret key.
import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import * as perennial from '@perennial/client'
import { type Order, stageOf, triesQuery } from './order.ts'

export const { GATEWAY = 'http://localhost:4000/graphql', SECRET_KEY = 'sk_test_sandbox' } = process.env
export const client = perennial.createClient({ url: GATEWAY, authorization: SECRET_KEY })
/** Decided here, never by the browser. */
const price = { value: '1800', currency: 'USD' }
const providers = { AMAZON_PAY: 'PPRO', CARD: 'APS' } as const

type Form = Record<string, string>
export class InvalidForm extends Error {}

/** Newest first. The gateway keeps them: the agreement of each try to pay has the order's id as its reference. */
async function triesOf(orderId: string): Promise<Order[]> {
  const { agreements } = await client.request<{ agreements: { nodes: Order[] } }>(triesQuery, { reference: orderId })
  return agreements.nodes
}

export const latestTry = async (orderId: string): Promise<Order | undefined> => (await triesOf(orderId))[0]

/** However often it is called, at most one try is open, and none follows a paid one. */
export async function pay(orderId: string, form: Form, returnUrl: string): Promise<Order | undefined> {
  const tries = await triesOf(orderId)
  const [latest] = tries
  if (latest && stageOf(latest) !== 'failed') return latest
  // The consumer agreed, but the first charge was declined: that agreement would stay open beside the next one.
  const ended = { input: { agreementId: latest?.id ?? '' } }
  if (latest?.status === 'ACTIVE') await client.request(perennial.AgreementRevokeDocument, ended)
  // Every click and every repeat of this try sends the same keys, so the gateway makes nothing twice.
  const idempotencyKey = `order-${orderId}-${tries.length}`
  const { name, email } = form
  const buyer = createHash('sha256').update(`${name} ${email}`).digest('hex')
  const { consumerCreate } = await client.request(perennial.ConsumerCreateDocument, {
    input: { idempotencyKey: `${idempotencyKey}-${buyer}`, country: 'US', name, email },
  })
  if (consumerCreate?.__typename === 'InvalidInput') throw new InvalidForm(consumerCreate.message)
  if (consumerCreate?.__typename !== 'ConsumerCreatePayload') throw new Error(consumerCreate?.message)
  const paymentMethod = form['method'] === 'CARD' ? 'CARD' : 'AMAZON_PAY'
  const { agreementCreate } = await client.request(perennial.AgreementCreateDocument, {
    input: {
      idempotencyKey,
      reference: orderId,
      consumerId: consumerCreate.consumer.id,
      provider: providers[paymentMethod],
      paymentMethod,
      returnUrl,
      authenticationTypes: ['REDIRECT'],
      description: 'Northlight Coffee, monthly',
      ...{ agreedAmount: price, amountRule: 'EXACT', frequency: { interval: 'MONTH', intervalCount: 1 } },
      initialCharge: { amount: price },
    },
  })
  switch (agreementCreate?.__typename) {
    case 'AgreementCreatePayload':
    case 'IdempotencyConflict': // another click with other values was faster, and its agreement counts
      return latestTry(orderId)
    case 'IdempotencyInProgress':
      return pause(300).then(() => pay(orderId, form, returnUrl))
    default:
      throw new Error(agreementCreate?.message)
  }
}
