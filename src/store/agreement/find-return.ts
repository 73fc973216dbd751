import type { AgreementStatus, ChargeStatus, Mode, ProviderCode } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'

/** What a consumer's browser returns to: an agreement (with its initial charge, if any), or a later charge. */
export interface Return {
  /** The id in the link. */
  readonly id: string
  readonly agreementId: string
  readonly merchantId: string
  readonly mode: Mode
  readonly provider: ProviderCode
  readonly providerAccountId: string | null
  readonly returnUrl: string | null
  readonly createdAt: Date
  /** Null if the link names a charge. */
  readonly agreementStatus: AgreementStatus | null
  /** Null if no charge is made with the agreement. */
  readonly chargeStatus: ChargeStatus | null
}

const finds = {
  agreement: statement<Return>(
    'return-of-agreement',
    `SELECT a.id, a.id AS "agreementId", a.merchant_id AS "merchantId", a.mode, a.provider,
       a.provider_account_id AS "providerAccountId", a.return_url AS "returnUrl", a.created_at AS "createdAt", a.status AS "agreementStatus", c.status AS "chargeStatus"
     FROM agreements a LEFT JOIN charges c ON c.agreement_id = a.id AND c.reason = 'INITIAL' WHERE a.id = $1`,
  ),
  charge: statement<Return>(
    'return-of-charge',
    `SELECT c.id, c.agreement_id AS "agreementId", c.merchant_id AS "merchantId", c.mode, c.provider,
       c.provider_account_id AS "providerAccountId", c.return_url AS "returnUrl", c.created_at AS "createdAt", NULL AS "agreementStatus", c.status AS "chargeStatus"
     FROM charges c WHERE c.id = $1`,
  ),
}

/** Finds the object of a return link. The link has a valid signature, so the query needs no tenant. */
export function findReturn(sql: Sql, kind: 'agreement' | 'charge', id: string): Promise<Return | undefined> {
  return sql.row(finds[kind], [id])
}
