import { post } from '../../http/support/small-server.ts'
import type { Gateway } from './gateway.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers are compared with exact values
export type Json = any

/** A merchant's backend, which makes client tokens. */
export interface Backend {
  readonly key: string
  /** With any credential. */
  ask(credential: string, query: string, variables?: object): Promise<Json>
  /** The result of clientTokenCreate. @param credential The backend's own key if left out. */
  create(input: object, credential?: string): Promise<Json>
}

export const CLIENT_TOKEN_CREATE = `mutation ($input: ClientTokenCreateInput!) { clientTokenCreate(input: $input) { __typename
  ... on UserError { code message } ... on InvalidInput { issues { path code message } }
  ... on ClientTokenCreatePayload { token tokenId expiresAt } } }`

export async function openBackend(gateway: Gateway): Promise<Backend> {
  const key = await gateway.keyFor({ ...gateway.caller, scopes: ['read', 'charge', 'manage'] })
  const ask = async (credential: string, query: string, variables: object = {}) => {
    const response = await post(gateway.graphqlUrl, { query, variables }, { authorization: `Bearer ${credential}` })
    return { status: response.status, ...((await response.json()) as object) } as Json
  }
  return {
    key,
    ask,
    create: async (input, credential = key) =>
      (await ask(credential, CLIENT_TOKEN_CREATE, { input })).data.clientTokenCreate,
  }
}
