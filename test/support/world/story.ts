import { randomUUID } from 'node:crypto'
import type { Result } from '../../../src/domain/input/user-error.ts'
import { agreementCreate } from '../../../src/operations/agreement/create.ts'
import { chargeCreate } from '../../../src/operations/charge/create.ts'
import type { AgreementCreateInput, ChargeCreateInput } from '../../../src/operations/command/inputs.ts'
import { consumerCreate } from '../../../src/operations/consumer/create.ts'
import { initialChargeId } from '../../../src/store/agreement/repository.ts'
import { findAgreement } from '../../../src/store/sql/find-rows.ts'
import type { AgreementRow, ConsumerRow } from '../../../src/store/tables.ts'
import { until } from '../until.ts'
import type { World } from './world.ts'

/** What the steps of a story need of a world. */
export type StoryWorld = Pick<World, 'deps' | 'caller' | 'database' | 'sandbox'>

export const key = () => randomUUID()
export const usd = (value: bigint) => ({ value, currency: 'USD' })

/** The payload, or a test failure with the refusal. */
export function mustSucceed<P>(result: Result<P>): P {
  if (result.ok) return result.payload
  throw new Error(
    `refused: ${JSON.stringify(result.error, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))}`,
  )
}

export async function givenConsumer({ deps, caller }: StoryWorld): Promise<ConsumerRow> {
  const input = { idempotencyKey: key(), country: 'US', name: 'John Smith', email: 'john@example.com' }
  return mustSucceed(await consumerCreate(deps, caller, input)).consumer
}

export async function givenPendingAgreement(
  world: StoryWorld,
  input: Partial<AgreementCreateInput> = {},
): Promise<AgreementRow> {
  const consumer = await givenConsumer(world)
  return mustSucceed(
    await agreementCreate(world.deps, world.caller, {
      idempotencyKey: key(),
      provider: 'PPRO',
      paymentMethod: 'AMAZON_PAY',
      consumerId: consumer.id,
      returnUrl: 'https://shop.example/done?order=1',
      ...input,
    }),
  ).agreement
}

/** Presses the buttons on the provider's page. */
export async function decide(agreement: AgreementRow, decision: 'approve' | 'decline'): Promise<Response> {
  const url = agreement.authenticationMethods[0]?.requestUrl
  if (url === undefined) throw new Error('nothing to decide')
  return fetch(url, { method: 'POST', body: new URLSearchParams({ decision }), redirect: 'manual' })
}

export async function givenActiveAgreement(
  world: StoryWorld,
  input: Partial<AgreementCreateInput> = {},
): Promise<AgreementRow> {
  const pending = await givenPendingAgreement(world, input)
  await decide(pending, 'approve')
  return agreementIs(world, pending.id, 'ACTIVE')
}

export function agreementIs(world: StoryWorld, id: string, status: AgreementRow['status']): Promise<AgreementRow> {
  return until(`agreement ${status}`, async () => {
    const row = await findAgreement(world.database, world.caller.tenant, id)
    return row?.status === status && row
  })
}

export async function initialChargeOf(world: StoryWorld, agreementId: string): Promise<string> {
  const id = await initialChargeId(world.database, world.caller.tenant, agreementId)
  if (id === undefined) throw new Error('the agreement has no initial charge')
  return id
}

export async function charge(
  world: StoryWorld,
  agreementId: string,
  value: bigint,
  input: Partial<ChargeCreateInput> = {},
) {
  return mustSucceed(
    await chargeCreate(world.deps, world.caller, { idempotencyKey: key(), agreementId, amount: usd(value), ...input }),
  ).charge
}

export interface Ledger {
  readonly agreements: readonly { id: string; status: string }[]
  readonly charges: readonly {
    id: string
    reference: string
    agreementId: string
    amount: number
    currency: string
    status: string
    captured: number
    refunded: number
    voided: number
  }[]
}

/** The provider's ledger: the judge. */
export async function ledger({ sandbox }: StoryWorld): Promise<Ledger> {
  return (await (await fetch(`${sandbox.url}/control/ledger`)).json()) as Ledger
}

/** Posts to the simulators' control interface. */
export async function control({ sandbox }: StoryWorld, path: string, body: object): Promise<void> {
  const answer = await fetch(`${sandbox.url}/control/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`control/${path}: ${answer.status} ${await answer.text()}`)
}

/** The statuses of an object, by the log. */
export async function statuses({ database }: StoryWorld, subjectId: string): Promise<string[]> {
  const found = await database.pool.query<{ status: string }>(
    'SELECT status FROM events WHERE subject_id = $1 AND status IS NOT NULL ORDER BY seq',
    [subjectId],
  )
  return found.rows.map(({ status }) => status)
}
