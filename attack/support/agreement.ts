import { walk } from '../../test/support/world/consumer.ts'
import type { Target } from '../attack.ts'
import { ask } from './http.ts'

/** An ACTIVE agreement of a new consumer, and the pages that its browser opened. */
export async function makeAgreement(target: Target, name: string): Promise<{ id: string; pages: readonly string[] }> {
  const consumer = await made(
    target,
    `mutation($key: String!) { made: consumerCreate(input: { idempotencyKey: $key, country: "US", name: "Ada Lovelace",
      email: "ada@example.com" }) { ... on ConsumerCreatePayload { object: consumer { id } } ... on UserError { message } } }`,
    { key: name },
  )
  const agreement = await made(
    target,
    `mutation($key: String!, $consumerId: ID!) { made: agreementCreate(input: { idempotencyKey: $key, consumerId: $consumerId,
      provider: PPRO, paymentMethod: "AMAZON_PAY", returnUrl: "https://shop.example/thanks" }) {
      ... on AgreementCreatePayload { object: agreement { id authenticationMethods { requestUrl } } } ... on UserError { message } } }`,
    { key: name, consumerId: consumer.id },
  )
  const open = (url: string, init: RequestInit) => fetch(url.replace(target.publicUrl, target.url), init)
  const { pages } = await walk(agreement.authenticationMethods?.[0]?.requestUrl ?? '', { open })
  for (let tries = 0; tries < 100; tries++) {
    const { text } = await ask(target, 'query($id: ID!) { agreement(id: $id) { status } }', { id: agreement.id })
    if (text.includes('"ACTIVE"')) return { id: agreement.id, pages }
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error('the agreement did not become ACTIVE')
}

interface CreatedObject {
  readonly id: string
  readonly authenticationMethods?: readonly { readonly requestUrl: string }[]
}

async function made(target: Target, query: string, variables: object): Promise<CreatedObject> {
  const { text } = await ask(target, query, variables)
  const object = (JSON.parse(text) as { data?: { made?: { object?: CreatedObject } } }).data?.made?.object
  if (object === undefined) throw new Error(`could not be prepared: ${text}`)
  return object
}
