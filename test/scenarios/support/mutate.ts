import type { Gateway } from './gateway.ts'

/** What each mutation with an idempotencyKey creates. */
export const madeBy = {
  consumerCreate: 'consumer',
  agreementCreate: 'agreement',
  chargeCreate: 'charge',
  chargeCapture: 'capture',
  chargeRefund: 'refund',
  chargeVoid: 'voidOperation',
  chargeResolve: 'charge',
  scheduleCreate: 'schedule',
  occurrenceRetry: 'charge',
  webhookEndpointCreate: 'webhookEndpoint',
} as const

export type KeyedMutation = keyof typeof madeBy

export interface Mutated {
  readonly __typename: string
  readonly replayed?: boolean
  readonly made?: { readonly id: string }
  readonly code?: string
  readonly existingId?: string
}

/** Sends requests to the gateway over HTTP, as a client of its own. */
export async function mutate(
  { graphqlUrl, apiKey }: Pick<Gateway, 'graphqlUrl' | 'apiKey'>,
  mutation: KeyedMutation,
  input: object,
): Promise<Mutated> {
  const type = mutation.charAt(0).toUpperCase() + mutation.slice(1)
  const query = `mutation ($input: ${type}Input!) { ${mutation}(input: $input) { __typename
    ... on ${type}Payload { replayed made: ${madeBy[mutation]} { id } }
    ... on IdempotencyConflict { existingId } ... on UserError { code } } }`
  const answer = await fetch(graphqlUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
    body: JSON.stringify({ query, variables: { input } }),
  })
  const { data, errors } = (await answer.json()) as { data?: Record<string, Mutated>; errors?: unknown }
  const result = data?.[mutation]
  if (result === undefined) throw new Error(JSON.stringify(errors))
  return result
}
