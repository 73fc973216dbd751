import { type IdKind, kindOfId } from '../src/base/id.ts'

/**
 * The graph's types by the kind of their ids. Merchants, keys, client tokens and provider requests are not in the
 * graph.
 */
export const typeNames = {
  consumer: 'Consumer',
  instrument: 'Instrument',
  agreement: 'Agreement',
  revocation: 'Revocation',
  charge: 'Charge',
  authorization: 'Authorization',
  capture: 'Capture',
  refund: 'Refund',
  void: 'VoidOperation',
  schedule: 'Schedule',
  occurrence: 'Occurrence',
  event: 'LogEvent',
  providerEvent: 'ProviderEvent',
  webhookEndpoint: 'WebhookEndpoint',
  webhookDelivery: 'WebhookDelivery',
} as const satisfies Partial<Record<IdKind, string>>

/** The type of an id. An id of none of these kinds belongs to a Provider, which has no table. */
export function typeNameOfId(id: string): string {
  const kind = kindOfId(id)
  return kind !== undefined && kind in typeNames ? typeNames[kind as keyof typeof typeNames] : 'Provider'
}

/** The type of an interface's value. Every row has a typed id; only a provider has none. */
export function typeNameOfNode(value: { readonly id?: string }): string {
  if (value.id === undefined) return 'Provider'
  const kind = kindOfId(value.id)
  if (kind === undefined || !(kind in typeNames)) throw new Error('a row whose id is of no type in the graph')
  return typeNames[kind as keyof typeof typeNames]
}
