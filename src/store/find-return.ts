import type { Mode, ProviderCode } from '../domain/vocabulary.ts'
import { type Sql, statement } from './database.ts'

interface Return {
  readonly agreementId: string
  readonly merchantId: string
  readonly mode: Mode
  readonly provider: ProviderCode
  readonly returnUrl: string | null
}

const finds = {
  agreement: statement<Return>(
    'return-of-agreement',
    `SELECT id AS "agreementId", merchant_id AS "merchantId", mode, provider, return_url AS "returnUrl"
     FROM agreements WHERE id = $1`,
  ),
  charge: statement<Return>(
    'return-of-charge',
    `SELECT agreement_id AS "agreementId", merchant_id AS "merchantId", mode, provider, return_url AS "returnUrl"
     FROM charges WHERE id = $1`,
  ),
}

/** Where a consumer's browser goes on to. The link that asks was signed by us, so no tenant is asked for. */
export function findReturn(sql: Sql, kind: 'agreement' | 'charge', id: string): Promise<Return | undefined> {
  return sql.row(finds[kind], [id])
}
