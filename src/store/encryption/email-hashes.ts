import type { Vault } from '../../base/encryption.ts'
import { holderOf, joinDataKey, type WithWrappedKey } from '../consumer/data-keys.ts'
import { emailHash, openPersonalData } from '../consumer/personal-data.ts'
import { type Sql, statement } from '../sql/database.ts'

interface FormerHash extends WithWrappedKey {
  readonly id: string
  readonly emailHash: Buffer
  readonly encryptedPersonal: Buffer | null
}

const former = statement<FormerHash>(
  'email-hashes-former',
  `SELECT c.id, c.email_hash AS "emailHash", c.encrypted_personal AS "encryptedPersonal", k.wrapped_key AS "wrappedKey"
   FROM consumers c ${joinDataKey('c', 'c.id')}
   WHERE c.id > $1 AND c.email_hash IS NOT NULL AND (octet_length(c.email_hash) = 32 OR substring(c.email_hash FROM 1 FOR 4) <> $2)
   ORDER BY c.id LIMIT $3`,
)
// No other column is written: if the consumer is updated at the same time, the update wins, with its own hash.
const replace = statement<{ id: string }>(
  'email-hashes-replace',
  `UPDATE consumers AS c SET email_hash = r.after FROM jsonb_to_recordset($1::jsonb) r(id text, before bytea, after bytea)
   WHERE c.id = r.id AND c.email_hash = r.before RETURNING c.id`,
)

/** Hashes the next e-mail addresses after `after` under the current master key. Undefined if there are no more. */
export async function rehashEmails(
  sql: Sql,
  vault: Vault,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<{ readonly last: string; readonly rehashed: number } | undefined> {
  const found = await sql.rows(former, [after, Buffer.from(vault.version, 'hex'), limit])
  const last = found.at(-1)?.id
  if (last === undefined) return undefined
  const rows = found.flatMap(({ id, emailHash: before, encryptedPersonal, ...key }) => {
    const { email } = openPersonalData(vault, { ...holderOf(id, key), encryptedPersonal })
    if (email === null) return []
    return [{ id, before: `\\x${before.toString('hex')}`, after: `\\x${emailHash(vault, email).toString('hex')}` }]
  })
  return { last, rehashed: (await sql.rows(replace, [JSON.stringify(rows)])).length }
}

const versions = statement<{ version: string | null; count: bigint }>(
  'email-hashes-versions',
  `SELECT CASE WHEN octet_length(email_hash) > 32 THEN encode(substring(email_hash FROM 1 FOR 4), 'hex') END AS version, count(*) AS count
   FROM consumers WHERE email_hash IS NOT NULL GROUP BY 1`,
)

/** How many e-mail hashes are under which master key. Null counts those that do not name their master key. */
export async function countEmailHashes(sql: Sql): Promise<ReadonlyMap<string | null, number>> {
  const counted = await sql.rows(versions)
  return new Map(counted.map(({ version, count }) => [version, Number(count)]))
}
