import { firstId } from '../../../base/id.ts'
import type { Tenant } from '../../../domain/enums.ts'
import type { Day } from '../../../domain/overview/time-range.ts'
import { type Sql, statement } from '../../sql/database.ts'

/** What was captured and refunded on a day, in minor units of a currency. */
export interface VolumeRow {
  readonly date: string
  readonly currency: string
  readonly captures: number
  readonly captured: bigint
  readonly refunds: number
  readonly refunded: bigint
}

// One range of ids for each day and kind of operation. The ids of a kind sort by time, so a range is read along
// charge_operations_volume and nothing else.
const volumeStatement = statement<{
  [Name in keyof VolumeRow]: VolumeRow[Name] extends bigint ? string : VolumeRow[Name]
}>(
  'overview-volume',
  `SELECT day.date, operation.currency,
     (sum(operation.count) FILTER (WHERE operation.kind = 'CAPTURE'))::int AS captures,
     (sum(operation.amount) FILTER (WHERE operation.kind = 'CAPTURE'))::text AS captured,
     (sum(operation.count) FILTER (WHERE operation.kind = 'REFUND'))::int AS refunds,
     (sum(operation.amount) FILTER (WHERE operation.kind = 'REFUND'))::text AS refunded
   FROM unnest($3::text[], $4::text[], $5::text[]) AS day(date, from_id, to_id)
   CROSS JOIN LATERAL (
     SELECT o.kind, o.currency, count(*) AS count, sum(o.amount) AS amount FROM charge_operations o
     WHERE o.merchant_id = $1 AND o.mode = $2::mode AND o.id >= day.from_id AND o.id < day.to_id
       AND o.kind IN ('CAPTURE', 'REFUND') AND o.status = 'SUCCEEDED'
     GROUP BY o.kind, o.currency) operation
   GROUP BY day.date, operation.currency ORDER BY day.date, operation.currency`,
)

/** By day and currency, in this order; days without any are left out. The day is that of the request. */
export async function volumeByDay(sql: Sql, tenant: Tenant, days: readonly Day[]): Promise<VolumeRow[]> {
  const ranges = days.flatMap(day => (['capture', 'refund'] as const).map(kind => ({ kind, ...day })))
  const rows = await sql.rows(volumeStatement, [
    tenant.merchantId,
    tenant.mode,
    ranges.map(({ date }) => date),
    ranges.map(({ kind, from }) => firstId(kind, from)),
    ranges.map(({ kind, to }) => firstId(kind, to)),
  ])
  return rows.map(({ captured, refunded, ...row }) => ({
    ...row,
    captures: row.captures ?? 0,
    captured: BigInt(captured ?? 0),
    refunds: row.refunds ?? 0,
    refunded: BigInt(refunded ?? 0),
  }))
}
