import type { AuthenticationMethod } from '../../domain/agreement/authentication.ts'
import type { AgreementStatus, Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'

/** An agreement with what the page for its consumer needs. */
export interface AwaitedAgreement {
  readonly id: string
  readonly status: AgreementStatus
  readonly paymentMethod: string
  readonly revokeRequestedAt: Date | null
  /** The consumer's locale (BCP 47), if it is known. */
  readonly locale: string | null
  /** What the consumer has to do for the charge that is made with the agreement; empty if nothing. */
  readonly chargeMethods: readonly AuthenticationMethod[]
  /** True if the creation request was recorded, with what the consumer entered. */
  readonly sent: boolean
}

const find = statement<AwaitedAgreement>(
  'agreement-awaited',
  `SELECT a.id, a.status, a.payment_method AS "paymentMethod", a.revoke_requested_at AS "revokeRequestedAt", c.locale,
     coalesce(h.authentication_methods, '[]'::jsonb) AS "chargeMethods",
     EXISTS (SELECT FROM provider_requests t WHERE t.agreement_id = a.id AND t.purpose = 'AGREEMENT_CREATE') AS sent
   FROM agreements a JOIN consumers c ON c.id = a.consumer_id
   LEFT JOIN charges h ON h.agreement_id = a.id AND h.reason = 'INITIAL'
   WHERE a.id = $1 AND a.merchant_id = $2 AND a.mode = $3::mode`,
)

export function findAwaitedAgreement(sql: Sql, tenant: Tenant, id: string): Promise<AwaitedAgreement | undefined> {
  return sql.row(find, [id, tenant.merchantId, tenant.mode])
}
