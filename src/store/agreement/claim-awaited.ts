import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'

export interface OverdueAgreement extends Tenant {
  readonly id: string
  readonly awaitedUntil: Date
  /** When it was asked for with what the consumer gave; null where they gave nothing. */
  readonly sentAt: Date | null
}

const find = statement<OverdueAgreement>(
  'agreements-overdue',
  `SELECT a.id, a.merchant_id AS "merchantId", a.mode, a.awaited_until AS "awaitedUntil", t.first_sent_at AS "sentAt"
   FROM agreements a LEFT JOIN provider_requests t ON t.agreement_id = a.id AND t.purpose = 'AGREEMENT_CREATE'
   WHERE a.status = 'AUTHENTICATION_PENDING' AND a.awaited_until <= $1
   ORDER BY a.awaited_until, a.id LIMIT $2`,
)

/** Agreements of any tenant whose consumers are no longer waited for. */
export function overdueAgreements(sql: Sql, now: Date, limit: number): Promise<OverdueAgreement[]> {
  return sql.rows(find, [now, limit])
}

const defer = statement<never>(
  'agreement-await-longer',
  `UPDATE agreements SET awaited_until = $2 WHERE id = $1 AND status = 'AUTHENTICATION_PENDING' AND awaited_until = $3`,
)

/** Looks at it again later. */
export async function awaitLonger(sql: Sql, agreement: OverdueAgreement, until: Date): Promise<void> {
  await sql.rows(defer, [agreement.id, until, agreement.awaitedUntil])
}

const stop = statement<never>('agreement-await-no-longer', 'UPDATE agreements SET awaited_until = NULL WHERE id = $1')

/** From now on it is a person's to decide. */
export async function stopAwaiting(sql: Sql, { id }: OverdueAgreement): Promise<void> {
  await sql.rows(stop, [id])
}
