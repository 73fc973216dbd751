import type { NamedObjects } from '../../../src/domain/access/client-grant.ts'
import type { Caller } from '../../../src/operations/command/caller.ts'
import { clientOf } from '../../support/world/client.ts'
import type { TestGraph } from './graph.ts'
import { addAgreement, addCharge, addConsumer, addInstrument, addOperation, addRevocation } from './rows.ts'
import { addOccurrence, addSchedule } from './schedule-rows.ts'

/**
 * Two consumers. Ann has an agreement with everything that can hang on one, and a second one; her `retry` pays the first occurrence
 * after `first` failed. Bob has the same kinds of objects.
 */
export async function addClientRows({ database, tenant }: Pick<TestGraph, 'database' | 'tenant'>) {
  const ann = await addConsumer(database, tenant, { reference: 'ann', metadata: { note: 'for the merchant' } })
  const instrument = await addInstrument(database, ann, { brand: 'VISA', last4: '4242' })
  const agreement = await addAgreement(database, ann, {
    instrumentId: instrument.id,
    providerReference: 'agr_provider',
    metadata: { note: 'for the merchant' },
    chargeCount: 10,
  })
  const revocation = await addRevocation(database, agreement, { reason: 'a remark' })
  const schedule = await addSchedule(database, agreement, {
    status: 'PAUSED',
    statusReason: 'SUSPECTED_FRAUD',
    metadata: { note: 'for the merchant' },
  })
  const paid = await addOccurrence(database, schedule, {
    index: 0,
    status: 'RETRYING',
    statusReason: 'STOLEN_CARD',
    nextAt: new Date('2026-03-08T14:00:00Z'),
  })
  const next = await addOccurrence(database, schedule, { index: 1 })
  const scheduled = { scheduleId: schedule.id, occurrenceId: paid.id, reason: 'SCHEDULED' as const }
  const initial = await addCharge(database, agreement, { reason: 'INITIAL' })
  const first = await addCharge(database, agreement, {
    ...scheduled,
    status: 'FAILED',
    providerReference: 'chg_provider',
    metadata: { note: 'for the merchant' },
    failure: {
      kind: 'FRAUD_SUSPECTED',
      code: 'STOLEN_CARD',
      advice: 'DO_NOT_RETRY',
      message: 'The card was reported stolen.',
      providerCode: '43',
      providerMessage: 'Stolen card',
    },
  })
  const retry = await addCharge(database, agreement, { ...scheduled, retryOfId: first.id, attemptNumber: 2 })
  const other = await addAgreement(database, ann)
  const otherCharge = await addCharge(database, other)
  const operations = await Promise.all(
    [initial, first, retry, otherCharge].map(charge =>
      addOperation(database, charge, 'REFUND', { providerReference: `ref_${charge.id}`, reason: 'a remark' }),
    ),
  )
  const bob = await addConsumer(database, tenant)
  const bobs = await addAgreement(database, bob)
  const bobsCharge = await addCharge(database, bobs)
  const bobsSchedule = await addSchedule(database, bobs)
  const [ofInitial, ofFirst, ofRetry, ofOther] = operations.map(({ id }) => id)
  const ids = {
    ...{ ann: ann.id, instrument: instrument.id, agreement: agreement.id, revocation: revocation.id },
    ...{ schedule: schedule.id, paid: paid.id, next: next.id },
    ...{ initial: initial.id, first: first.id, retry: retry.id, other: other.id, otherCharge: otherCharge.id },
    ...{ ofInitial, ofFirst, ofRetry, ofOther },
    ...{ bob: bob.id, bobs: bobs.id, bobsCharge: bobsCharge.id, bobsSchedule: bobsSchedule.id },
  } as Readonly<Record<Name, string>>
  const as = (objects: Partial<NamedObjects>): Promise<Caller> => clientOf(database, tenant, objects)
  return { ids, as, moveSchedule: (to: string) => moveSchedule({ database }, schedule.id, to) }
}

const moveSchedule = ({ database }: Pick<TestGraph, 'database'>, id: string, to: string) =>
  database.pool.query('UPDATE schedules SET agreement_id = $2 WHERE id = $1', [id, to])

export type Name =
  | 'ann'
  | 'instrument'
  | 'agreement'
  | 'revocation'
  | 'schedule'
  | 'paid'
  | 'next'
  | 'initial'
  | 'first'
  | 'retry'
  | 'other'
  | 'otherCharge'
  | 'ofInitial'
  | 'ofFirst'
  | 'ofRetry'
  | 'ofOther'
  | 'bob'
  | 'bobs'
  | 'bobsCharge'
  | 'bobsSchedule'
