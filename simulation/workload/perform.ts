import { agreementCreate } from '../../src/operations/agreement/create.ts'
import { agreementRevoke } from '../../src/operations/agreement/revoke.ts'
import { chargeCapture } from '../../src/operations/charge/capture.ts'
import { chargeCreate } from '../../src/operations/charge/create.ts'
import type { ChargeOperated } from '../../src/operations/charge/operate.ts'
import { chargeRefund } from '../../src/operations/charge/refund.ts'
import { chargeSync } from '../../src/operations/charge/sync.ts'
import { chargeVoid } from '../../src/operations/charge/void.ts'
import { initialChargeId } from '../../src/store/agreement/repository.ts'
import { findAgreement, findCharge } from '../../src/store/sql/find-rows.ts'
import type { World } from '../engine/world.ts'
import { type Client, currencies, newKey, nth, request } from './client.ts'
import { acknowledge, type KnownCharge, noteKey } from './client-records.ts'
import { consumerDecides } from './consumer-walk.ts'
import { performSchedule } from './perform-schedule.ts'
import type { Action, PlainAction } from './plan.ts'

/** Performs one action of the plan as a merchant's backend would: with one key, until there is a response. */
export async function perform(client: Client, action: Action): Promise<void> {
  switch (action.kind) {
    case 'agree':
      return agree(client, action)
    case 'charge':
      return charge(client, action)
    case 'retry':
      return retry(client, action.of)
    case 'sync':
      return sync(client, action.of)
    case 'revoke':
      return revoke(client, action.of)
    case 'consumerRevokes':
    case 'providerRevokes':
      return revokedThere(client, action)
    case 'refundTwice':
      await Promise.all([move(client, { ...action, kind: 'refund' }), move(client, { ...action, kind: 'refund' })])
      return
    case 'capture':
    case 'refund':
    case 'void':
      return move(client, { ...action, kind: action.kind })
    default:
      return performSchedule(client, action)
  }
}

async function agree(client: Client, action: Extract<PlainAction, { kind: 'agree' }>): Promise<void> {
  const { world, records, name, consumerId } = client
  const { provider, decision } = action
  const idempotencyKey = newKey(world)
  const captureMode = action.manual ? 'MANUAL' : 'AUTOMATIC'
  const amount = { value: BigInt(action.amount), currency: currencies[provider] }
  // APS needs a first charge to create an agreement.
  const initialCharge = action.initial || provider === 'APS' ? ({ amount, captureMode } as const) : null
  const paymentMethod = provider === 'PPRO' ? 'AMAZON_PAY' : 'CARD'
  const returnUrl = 'https://shop.example/done'
  const agreed = termsOf(world, action)
  const input = { idempotencyKey, provider, paymentMethod, consumerId, returnUrl, initialCharge, ...agreed }
  const made = await request(world, name, 'agreementCreate', deps => agreementCreate(deps, world.caller, input))
  for (const { agreement } of made) {
    noteKey(records, idempotencyKey, agreement.id)
    records.acknowledged.push({
      table: 'agreements',
      id: agreement.id,
      version: agreement.version,
      status: agreement.status,
    })
  }
  const id = made[0]?.agreement.id
  if (id === undefined) return
  records.agreements.push({ id, provider })
  const decided = consumerDecides(world, id, decision)
  // Most clients wait for their consumer before they continue.
  if (world.chance.happens(0.8)) await decided
  if (initialCharge === null) return
  const first = await world
    .call(name, 'charge', async ({ database }) => {
      const chargeId = await initialChargeId(database, world.caller.tenant, id)
      return chargeId === undefined ? undefined : findCharge(database, world.caller.tenant, chargeId)
    })
    .catch(() => undefined)
  if (first) acknowledge(records, first)
}

function termsOf(world: World, { terms, provider }: Extract<PlainAction, { kind: 'agree' }>) {
  if (terms === undefined) return {}
  if ('chargeCount' in terms) return { chargeCount: terms.chargeCount }
  if ('endsAfterDays' in terms) return { endsAt: new Date(world.scheduler.nowMs + terms.endsAfterDays * 86_400_000) }
  return { amountRule: 'MAX', agreedAmount: { value: BigInt(terms.most), currency: currencies[provider] } } as const
}

async function charge(client: Client, action: Extract<PlainAction, { kind: 'charge' }>): Promise<void> {
  const agreement = nth(client.records.agreements, action.of)
  if (agreement === undefined) return
  const captureMode = action.manual && agreement.provider === 'PPRO' ? 'MANUAL' : 'AUTOMATIC'
  const amount = { value: BigInt(action.amount), currency: currencies[agreement.provider] }
  await createCharge(client, { agreementId: agreement.id, amount, captureMode })
}

async function retry(client: Client, of: number): Promise<void> {
  const { world, records } = client
  const before = nth(records.charges, of)
  if (before === undefined) return
  const [found] = await request(world, client.name, 'chargeSync', deps =>
    chargeSync(deps, world.caller, { chargeId: before.id }),
  )
  if (found === undefined) return
  const amount = { value: before.amount, currency: before.currency }
  await createCharge(client, { agreementId: found.charge.agreementId, amount, retryOf: before.id })
}

async function createCharge(
  { world, records, name }: Client,
  wanted: Omit<Parameters<typeof chargeCreate>[2], 'idempotencyKey'>,
): Promise<void> {
  const input = { idempotencyKey: newKey(world), ...wanted }
  const made = await request(world, name, 'chargeCreate', deps => chargeCreate(deps, world.caller, input))
  for (const { charge: row } of made) {
    noteKey(records, input.idempotencyKey, row.id)
    acknowledge(records, row)
  }
}

const verbs = { capture: chargeCapture, refund: chargeRefund, void: chargeVoid } as const

async function move(
  client: Client,
  action: { kind: 'capture' | 'refund' | 'void'; of: number; share: number },
): Promise<void> {
  const { world, records, name } = client
  const known = likely(world, records.charges, action)
  if (known === undefined) return
  const value = (known.amount * BigInt(action.share)) / 100n
  const amount = action.share === 100 ? null : { value: value > 0n ? value : 1n, currency: known.currency }
  const input = { idempotencyKey: newKey(world), chargeId: known.id, amount }
  const operate = verbs[action.kind]
  const label = `charge ${action.kind}`
  const done: ChargeOperated[] = await request(world, name, label, deps => operate(deps, world.caller, input))
  for (const { charge: row, operation } of done) {
    noteKey(records, input.idempotencyKey, operation.id)
    acknowledge(records, row)
    records.acknowledged.push({ table: 'charge_operations', id: operation.id, status: operation.status })
  }
}

async function sync({ world, records, name }: Client, of: number): Promise<void> {
  const known = nth(records.charges, of)
  if (known === undefined) return
  const input = { chargeId: known.id }
  for (const { charge: row } of await request(world, name, 'chargeSync', deps => chargeSync(deps, world.caller, input)))
    acknowledge(records, row)
}

async function revoke({ world, records, name }: Client, of: number): Promise<void> {
  const known = nth(records.agreements, of)
  if (known === undefined) return
  const input = { agreementId: known.id }
  const done = await request(world, name, 'agreementRevoke', deps => agreementRevoke(deps, world.caller, input))
  for (const { agreement, revocation } of done) {
    const { id, version, status } = agreement
    records.acknowledged.push({ table: 'agreements', id, version, status })
    records.acknowledged.push({ table: 'revocations', id: revocation.id, status: revocation.status })
    records.stopped.push({ id, atMs: world.scheduler.nowMs })
  }
}

async function revokedThere(
  { world, records, name }: Client,
  { kind, of }: { kind: string; of: number },
): Promise<void> {
  const known = nth(records.agreements, of)
  if (known === undefined) return
  const row = await world
    .call(name, 'agreement', ({ database }) => findAgreement(database, world.caller.tenant, known.id))
    .catch(() => undefined)
  const { keyed } = world.providers
  const agreement = row?.providerReference == null ? undefined : keyed.ledger.agreements.get(row.providerReference)
  if (agreement === undefined) return
  const by = kind === 'consumerRevokes' ? 'REVOKED_BY_CONSUMER' : 'REVOKED_BY_PROVIDER'
  await world.scheduler.step({ owner: 'provider', label: `${kind} ${agreement.id}` }, () => keyed.revoke(agreement, by))
}

const sensible = {
  capture: ['AUTHORIZED', 'PARTIALLY_CAPTURED'],
  void: ['AUTHORIZED', 'PARTIALLY_CAPTURED'],
  refund: ['CAPTURED', 'PARTIALLY_REFUNDED'],
} as const

/** Most clients request what fits their last response, which can be long out of date. */
function likely(
  { chance }: World,
  charges: readonly KnownCharge[],
  { kind, of }: { readonly kind: keyof typeof sensible; readonly of: number },
): KnownCharge | undefined {
  const statuses: readonly string[] = sensible[kind]
  const fitting = charges.filter(({ status }) => statuses.includes(status))
  return nth(fitting.length > 0 && chance.happens(0.85) ? fitting : charges, of)
}
