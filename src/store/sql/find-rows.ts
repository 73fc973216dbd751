import type { Tenant } from '../../domain/enums.ts'
import {
  type AgreementRow,
  agreements,
  type ChargeOperationRow,
  type ChargeRow,
  type ConsumerRow,
  chargeOperations,
  charges,
  consumers,
  type OccurrenceRow,
  occurrences,
  type RevocationRow,
  revocations,
  type ScheduleRow,
  schedules,
} from '../tables.ts'
import { type Sql, type Statement, statement } from './database.ts'

const byId = <Row>(name: string, table: { readonly name: string; select(alias: string): string }) =>
  statement<Row>(
    `${name}-find`,
    `SELECT ${table.select('t')} FROM ${table.name} t WHERE t.id = $1 AND t.merchant_id = $2 AND t.mode = $3::mode`,
  )

const finder =
  <Row>(found: Statement<Row>) =>
  (sql: Sql, tenant: Tenant, id: string): Promise<Row | undefined> =>
    sql.row(found, [id, tenant.merchantId, tenant.mode])

/** Single rows by id, without a lock. Undefined if the tenant has no such row. */
export const findConsumer = finder(byId<ConsumerRow>('consumer', consumers))
export const findAgreement = finder(byId<AgreementRow>('agreement', agreements))
export const findCharge = finder(byId<ChargeRow>('charge', charges))
export const findOperation = finder(byId<ChargeOperationRow>('charge-operation', chargeOperations))
export const findRevocation = finder(byId<RevocationRow>('revocation', revocations))
export const findSchedule = finder(byId<ScheduleRow>('schedule', schedules))
export const findOccurrence = finder(byId<OccurrenceRow>('occurrence', occurrences))

/** A row that must exist, because another row refers to it. */
export async function mustFind<Row>(found: Promise<Row | undefined>): Promise<Row> {
  const row = await found
  if (row === undefined) throw new Error('a row that another row refers to does not exist')
  return row
}
