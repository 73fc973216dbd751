import type { Providers } from '../provider/adapter.ts'
import { type LedgerCharge, total } from '../provider/ledger.ts'
import type { FinalRecords, OperationInRecords } from './final-records.ts'

const kinds = ['AUTHORIZATION', 'CAPTURE', 'VOID', 'REFUND'] as const

/** Checks that the money in the provider's ledger equals the money in the records, and that nothing was done twice. */
export function checkMoney(records: FinalRecords, { keyed, hosted }: Providers): string[] {
  const wrong: string[] = []
  const operationsOf = Map.groupBy(records.operations, ({ charge_id }) => charge_id)
  const chargeOfRequest = new Map(records.providerRequests.map(({ id, charge_id }) => [id, charge_id]))
  const ledger = [...keyed.ledger.charges.values(), ...hosted.ledger.charges.values()]
  wrong.push(...doneTwice(ledger), ...requestsTwice(records))
  for (const charge of ledger) {
    wrong.push(...impossible(charge))
    const id = chargeOfRequest.get(charge.reference)
    if (id == null) {
      wrong.push(`the provider has ${charge.id} for ${charge.reference}, which is not in the records`)
      continue
    }
    wrong.push(...differences(id, charge, operationsOf.get(id) ?? []))
  }
  for (const { id, status } of records.charges) {
    const found = ledger.some(charge => chargeOfRequest.get(charge.reference) === id)
    if (!found && sum(operationsOf.get(id) ?? [], 'AUTHORIZATION') > 0n)
      wrong.push(`${id} is ${status}, but the provider has no record of it`)
  }
  return wrong
}

function doneTwice(ledger: readonly LedgerCharge[]): string[] {
  const wrong: string[] = []
  for (const [reference, charges] of Map.groupBy(ledger, charge => charge.reference))
    if (charges.length > 1) wrong.push(`${reference} was charged ${charges.length} times`)
  for (const charge of ledger) {
    const named = charge.operations.filter(({ reference, status }) => reference !== null && status !== 'FAILED')
    for (const [reference, same] of Map.groupBy(named, operation => operation.reference))
      if (same.length > 1) wrong.push(`${same[0]?.kind} ${reference} of ${charge.id} was done ${same.length} times`)
  }
  return wrong
}

/** Each purpose must have only one provider request. */
function requestsTwice({ providerRequests }: FinalRecords): string[] {
  const named = providerRequests.filter(({ operation_id }) => operation_id !== null)
  return [...Map.groupBy(named, ({ operation_id }) => operation_id)]
    .filter(([, same]) => same.length > 1)
    .map(([id, same]) => `${id} has ${same.length} provider requests`)
}

function impossible(charge: LedgerCharge): string[] {
  const [authorized, captured, voided, refunded] = kinds.map(kind => total(charge, kind)) as [
    bigint,
    bigint,
    bigint,
    bigint,
  ]
  const wrong: string[] = []
  if (captured + voided > authorized) wrong.push(`${charge.id}: more captured and voided than authorized`)
  if (refunded > captured) wrong.push(`${charge.id}: more refunded than captured`)
  return wrong
}

function differences(id: string, charge: LedgerCharge, operations: readonly OperationInRecords[]): string[] {
  return kinds.flatMap(kind => {
    const [ours, theirs] = [sum(operations, kind), total(charge, kind)]
    return ours === theirs ? [] : [`${id}: ${kind} of ${ours} in the records, of ${theirs} in ${charge.id}`]
  })
}

function sum(operations: readonly OperationInRecords[], kind: string): bigint {
  return operations
    .filter(operation => operation.kind === kind && operation.status === 'SUCCEEDED')
    .reduce((so, { amount }) => so + BigInt(amount), 0n)
}
