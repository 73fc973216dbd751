import { createHash, createHmac } from 'node:crypto'
import type { Delivery } from '../../providers/conformance/mailbox.ts'
import { account, apsAccount } from '../../support/world/simulators.ts'
import type { Gateway } from './gateway.ts'

/** A refund in PPRO's own console: the gateway does not know of it. */
export async function refundAtPpro({ sandbox }: Gateway, chargeReference: string, amount: number): Promise<void> {
  const answer = await fetch(`${sandbox.url}/ppro/v1/payment-charges/${chargeReference}/refunds`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${account.apiKey}`,
      'merchant-id': account.merchantId,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ amount }),
  })
  if (answer.status !== 200) throw new Error(`no refund: ${answer.status} ${await answer.text()}`)
}

/** In APS's back office: the gateway does not know of it. `fields` without those that name and sign the account. */
export async function actAtAps({ sandbox }: Gateway, fields: Readonly<Record<string, string>>): Promise<void> {
  const answer = await fetch(`${sandbox.url}/aps/FortAPI/paymentApi`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(signedForAps({ ...apsNames, language: 'en', ...fields }, apsAccount.shaRequestPhrase)),
  })
  const { response_message: message } = (await answer.json()) as { response_message: string }
  if (message !== 'Success') throw new Error(`APS did not: ${message}`)
}

export const apsNames = {
  access_code: apsAccount.accessCode,
  merchant_identifier: apsAccount.merchantIdentifier,
} as const

/** APS's signature, written a second time: neither the adapter's nor the simulator's code. */
export function signedForAps(fields: Readonly<Record<string, string>>, phrase: string): Record<string, string> {
  const pairs = Object.keys(fields)
    .sort()
    .map(name => `${name}=${fields[name]}`)
  const signature = createHash('sha256')
    .update(`${phrase}${pairs.join('')}${phrase}`)
    .digest('hex')
  return { ...fields, signature }
}

/** A notification from APS, signed with the account's own phrase unless another one is given. */
export function byAps(
  fields: Readonly<Record<string, string>>,
  phrase: string = apsAccount.shaResponsePhrase,
): Delivery {
  const { signature: _, ...unsigned } = fields
  const rawBody = Buffer.from(JSON.stringify(signedForAps(unsigned, phrase)))
  return { headers: { 'content-type': 'application/json' }, rawBody }
}

/** A notification from PPRO of these bytes, signed with the account's own secret unless another one is given. */
export function byPpro(
  rawBody: Uint8Array | string,
  { secret = account.webhookSecret, at = new Date() }: { readonly secret?: string; readonly at?: Date } = {},
): Delivery {
  const seconds = Math.floor(at.getTime() / 1_000)
  const bytes = Buffer.from(rawBody)
  const digest = createHmac('sha256', secret).update(`${seconds}.`).update(bytes).digest('hex')
  return {
    headers: { 'content-type': 'application/json', 'ppro-signature': `t=${seconds},s=${digest}` },
    rawBody: bytes,
  }
}

export const textOf = ({ rawBody }: Delivery): string => Buffer.from(rawBody).toString('utf8')

/** Its JSON's members. */
// biome-ignore lint/suspicious/noExplicitAny: what a provider wrote is compared with exact values
export const membersOf = (delivery: Delivery): any => JSON.parse(textOf(delivery))
