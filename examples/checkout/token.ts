import { client } from './orders.ts'

const document = `mutation Token($agreementId: ID!) {
  clientTokenCreate(input: { agreementId: $agreementId, expiresInSeconds: 600 }) {
    ... on ClientTokenCreatePayload { token } ... on UserError { message }
  }
}`

/** A client token, with which a browser can read and watch this agreement for ten minutes. */
export async function clientToken(agreementId: string): Promise<string> {
  type Data = { clientTokenCreate: { token: string } | { message: string } }
  const { clientTokenCreate } = await client.request<Data>(document, { agreementId })
  if ('message' in clientTokenCreate) throw new Error(clientTokenCreate.message)
  return clientTokenCreate.token
}
