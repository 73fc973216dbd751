import { providerCodes, type Tenant } from '../../../domain/enums.ts'
import { type Sql, statement } from '../../sql/database.ts'

export const searchKeys = ['ID', 'REFERENCE', 'PROVIDER_REFERENCE', 'REQUEST_REFERENCE', 'EMAIL'] as const
/** By what a searched text names an object. */
export type SearchKey = (typeof searchKeys)[number]

export interface FoundObject {
  readonly objectId: string
  readonly matchedBy: SearchKey
}

/** One probe of an index for each kind of object and reference, each of at most `limit` rows. */
const byReference = (table: string) =>
  `(SELECT id AS "objectId", 'REFERENCE' AS "matchedBy" FROM ${table}
    WHERE merchant_id = $1 AND mode = $2::mode AND reference = $3 ORDER BY id DESC LIMIT $4)`
const byProviderReference = (table: string) =>
  `(SELECT id, 'PROVIDER_REFERENCE' FROM ${table}
    WHERE provider = ANY ($5::provider_code[]) AND provider_reference = $3 AND merchant_id = $1 AND mode = $2::mode
    ORDER BY id DESC LIMIT $4)`

const findStatement = statement<FoundObject>(
  'search-references',
  [
    ...['charges', 'agreements', 'consumers', 'schedules'].map(byReference),
    ...['charges', 'agreements'].map(byProviderReference),
    `(SELECT coalesce(charge_id, agreement_id), 'REQUEST_REFERENCE' FROM provider_requests
      WHERE id = $3 AND merchant_id = $1 AND mode = $2::mode)`,
    `(SELECT id, 'EMAIL' FROM consumers
      WHERE merchant_id = $1 AND mode = $2::mode AND email_hash = ANY ($6::bytea[]) ORDER BY id DESC LIMIT $4)`,
  ].join('\nUNION ALL '),
)

interface SearchedText {
  readonly text: string
  /** The hashes of the text as an email address; empty if it is none. */
  readonly emailHashes: readonly Uint8Array[]
  readonly limit: number
}

/** The objects that have the text as a reference or email address, exactly; by kind, and the newest first. */
export function findByReference(
  sql: Sql,
  { merchantId, mode }: Tenant,
  { text, emailHashes, limit }: SearchedText,
): Promise<FoundObject[]> {
  return sql.rows(findStatement, [merchantId, mode, text, limit, providerCodes, emailHashes])
}
