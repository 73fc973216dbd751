import { expect } from 'vitest'
import { createClient } from '../../../src/client/index.ts'
import type { WatchState } from '../../../src/client/watch.ts'
import { until } from '../../support/until.ts'
import type { RestartableGateway } from './restartable-gateway.ts'

/** As a page writes it that knows nothing of cursors. */
export const CHANGED = `subscription Changed($agreementId: ID!) {
  chargeChanged(agreementId: $agreementId) { version charge { id version status } }
}`
/** The input has no idempotencyKey. */
export const CREATE = `mutation Create($input: ChargeCreateInput!) {
  chargeCreate(input: $input) {
    __typename
    ... on ChargeCreatePayload { charge { id version status } }
    ... on UserError { code message }
  }
}`
export const CHARGE = `query Charge($id: ID!) {
  charge(id: $id) { id version status amount { value currency decimal } }
}`

export interface ChangedData {
  readonly chargeChanged: { readonly version: number; readonly charge: { readonly id: string } }
}
export interface CreateData {
  readonly chargeCreate: { readonly charge: { readonly id: string } }
}
export interface ChargeData {
  readonly charge: object
}

/** A GraphQL library on the package's recipe for it. */
export interface Library {
  /** Returns what ends it. */
  subscribe(variables: { readonly agreementId: string }, onData: (data: ChangedData) => void): () => void
  create(variables: { readonly input: object }): Promise<CreateData>
  charge(variables: { readonly id: string }): Promise<ChargeData>
}

export function clientOf(gateway: RestartableGateway) {
  return createClient({ url: gateway.graphqlUrl, authorization: gateway.key, retryForMs: 300_000 })
}

/**
 * A subscription and a mutation outlive a gateway that is stopped and started again: every version comes, in order and
 * once, and the mutation that was sent meanwhile is executed once.
 */
export async function outlivesOutage(
  gateway: RestartableGateway,
  libraryOf: (client: ReturnType<typeof clientOf>, onState: (state: WatchState) => void) => Library,
): Promise<void> {
  const agreementId = await gateway.agreement()
  const client = clientOf(gateway)
  const states: string[] = []
  const library = libraryOf(client, ({ state }) => states.push(state))
  const seen: string[] = []
  const end = library.subscribe({ agreementId }, ({ chargeChanged: { version, charge } }) =>
    seen.push(`${charge.id} ${version}`),
  )
  await until('the subscription', () => states.includes('live'))
  const before = await gateway.charge(agreementId, '100')
  await until('the first charge', () => seen.includes(`${before} 3`))

  let created: Promise<CreateData> | undefined
  await gateway.outage(() => {
    created = library.create({ input: { agreementId, amount: { value: '200', currency: 'USD' } } })
  })
  const during = (await created)?.chargeCreate.charge.id
  const after = await gateway.charge(agreementId, '300')
  await until('the last charge', () => seen.includes(`${after} 3`))
  expect(seen).toEqual([before, during, after].flatMap(id => [1, 2, 3].map(version => `${id} ${version}`)))
  expect(await gateway.captured(agreementId)).toEqual([100, 200, 300])
  expect(states).toContain('waiting')

  const { charge } = await library.charge({ id: after })
  expect(charge).toMatchObject({ id: after, version: 3, status: 'CAPTURED', amount: { value: '300', decimal: '3.00' } })
  end()
  await until('the end of the subscription', () => states.at(-1) === 'ended')
  await client.close()
}
