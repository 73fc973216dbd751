import {
  AgreementCreateDocument,
  ChargeCreateDocument,
  ChargeRefundDocument,
  type Client,
  ConsumerCreateDocument,
  createClient,
  payloadOf,
} from '../../src/client/index.ts'
import type { Perennial } from '../support/programs/processes.ts'
import { until } from '../support/until.ts'

/** A shop's backend, for what the pages take as given. */
export const createBackend = ({ graphqlUrl }: Pick<Perennial, 'graphqlUrl'>): Client =>
  createClient({ url: graphqlUrl, authorization: 'sk_test_sandbox', retryForMs: 60_000 })

export async function activeAgreement(client: Client): Promise<string> {
  const { consumerCreate } = await client.request(ConsumerCreateDocument, { input: { country: 'US', name: 'Ada' } })
  const { agreementCreate } = await client.request(AgreementCreateDocument, {
    input: {
      provider: 'PPRO',
      paymentMethod: 'AMAZON_PAY',
      consumerId: payloadOf(consumerCreate).consumer.id,
      returnUrl: 'https://shop.example/done',
    },
  })
  const { agreement } = payloadOf(agreementCreate)
  const page = String(agreement.authenticationMethods[0]?.requestUrl)
  await fetch(page, { method: 'POST', body: new URLSearchParams({ decision: 'approve' }), redirect: 'manual' })
  const read = () =>
    client.request<{ agreement: { status: string } }>('query A($id: ID!) { agreement(id: $id) { status } }', {
      id: agreement.id,
    })
  await until('the active agreement', async () => (await read()).agreement.status === 'ACTIVE')
  return agreement.id
}

/** A captured charge, and the cursor of its first event. */
export async function newCharge(
  client: Client,
  agreementId: string,
  cents: number,
): Promise<{ id: string; eventCursor: string }> {
  const { chargeCreate } = await client.request(ChargeCreateDocument, {
    input: { agreementId, amount: { value: cents, currency: 'USD' } },
  })
  const { charge, eventCursor } = payloadOf(chargeCreate)
  if (charge.status !== 'CAPTURED') throw new Error(`the charge is ${charge.status}`)
  return { id: charge.id, eventCursor }
}

/** Refunds a part of the charge; without an amount, the rest. */
export async function refund(client: Client, chargeId: string, value?: string): Promise<void> {
  const amount = value === undefined ? undefined : { value, currency: 'USD' }
  const { chargeRefund } = await client.request(ChargeRefundDocument, { input: { chargeId, amount } })
  const { status } = payloadOf(chargeRefund).refund
  if (status !== 'SUCCEEDED') throw new Error(`the refund is ${status}`)
}

export type PageToken = { readonly token: string; readonly tokenId: string }

export async function createToken(client: Client, chargeId: string): Promise<PageToken> {
  const document = `mutation ($chargeId: ID!) {
    clientTokenCreate(input: { chargeId: $chargeId }) { ... on ClientTokenCreatePayload { token tokenId } }
  }`
  return (await client.request<{ clientTokenCreate: PageToken }>(document, { chargeId })).clientTokenCreate
}

export async function revokeToken(client: Client, tokenId: string | undefined): Promise<void> {
  const document = 'mutation ($tokenId: ID!) { clientTokenRevoke(input: { tokenId: $tokenId }) { __typename } }'
  const { clientTokenRevoke } = await client.request<{ clientTokenRevoke: object }>(document, { tokenId })
  if (!('__typename' in clientTokenRevoke && clientTokenRevoke.__typename === 'ClientTokenRevokePayload'))
    throw new Error(`the token ${tokenId} was not revoked`)
}
