import { createHmac } from 'node:crypto'
import { agreementCreate } from '../../../src/operations/agreement/create.ts'
import { type ProviderAccountSet, providerAccountSet } from '../../../src/operations/provider-account/set.ts'
import { webhookReceive } from '../../../src/operations/webhook/receive.ts'
import { givenConsumer, key, mustSucceed } from '../../support/world/story.ts'
import type { World } from '../../support/world/world.ts'

export interface PproAccount {
  readonly merchantId: string
  readonly apiKey: string
  readonly webhookSecret: string
}

let made = 0

/** Credentials that no other account has. */
export function newPpro(merchantId = `merch_own${++made}`): PproAccount {
  const n = ++made
  return { merchantId, apiKey: `key_own_${n}`, webhookSecret: `secret-own-${n}` }
}

export function newAps(merchantIdentifier = `ownmerchant${++made}`) {
  const n = ++made
  return {
    ...{ merchantIdentifier, accessCode: `owncode${n}`, shaType: 'SHA-256' as const },
    ...{ shaRequestPhrase: `own-request-${n}`, shaResponsePhrase: `own-response-${n}` },
  } as const
}

/** The simulator's account; its webhooks go to the address without an account, or to the one of this account. */
export function atPpro(world: World, account: PproAccount & { otherApiKeys?: readonly string[] }, path = '') {
  world.sandbox.setAccount({ provider: 'PPRO', ...account, webhookUrl: `${world.inboxUrl}/webhooks/PPRO${path}` })
}

export function atAps(world: World, account: ReturnType<typeof newAps>) {
  world.sandbox.setAccount({ provider: 'APS', ...account, webhookUrl: `${world.inboxUrl}/webhooks/APS` })
}

export async function setPpro(world: World, ppro: PproAccount, overlapSeconds?: number): Promise<ProviderAccountSet> {
  return mustSucceed(await providerAccountSet(world.deps, world.caller, { ppro, overlapSeconds }))
}

/** The world as a new merchant with an account of its own at PPRO sees it. */
export async function givenOwnPpro(world: World, path = ''): Promise<{ own: World; account: PproAccount; id: string }> {
  const own = { ...world, caller: await world.stranger() }
  const account = newPpro()
  atPpro(world, account, path)
  const { id } = (await setPpro(own, account)).providerAccount
  return { own, account, id }
}

/** What the simulator answers to a request for a charge with these credentials. */
export async function statusAtPpro({ sandbox }: World, { apiKey, merchantId }: PproAccount, chargeId: string | null) {
  const headers = { authorization: `Bearer ${apiKey}`, 'merchant-id': merchantId }
  return (await fetch(`${sandbox.url}/ppro/v1/payment-charges/${chargeId}`, { headers })).status
}

export function deliver(world: World, event: object, secret: string, account?: string) {
  const body = JSON.stringify(event)
  const signature = createHmac('sha256', secret).update(`1735689600.${body}`).digest('hex')
  const headers = { 'ppro-signature': `t=1735689600,s=${signature}` }
  const delivery = { headers, rawBody: Buffer.from(body), receivedAt: new Date() }
  return webhookReceive(world.deps, 'PPRO', delivery, account)
}

/** How a new agreement at PPRO is answered. */
export async function tryAgreement(world: World) {
  const consumer = await givenConsumer(world)
  return agreementCreate(world.deps, world.caller, {
    ...{ idempotencyKey: key(), provider: 'PPRO', paymentMethod: 'AMAZON_PAY', consumerId: consumer.id },
    returnUrl: 'https://shop.example/done',
  })
}
