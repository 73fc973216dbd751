import { type AgreementQuestion, isAnswered } from '../../domain/agreement/attention.ts'
import type { AgreementState } from '../../domain/agreement/transition.ts'
import { withoutKnownNotes } from '../event-log/known-notes.ts'
import { type Sql, statement } from '../sql/database.ts'
import type { AgreementRow } from '../tables/agreement.ts'
import type { RevocationRow } from '../tables/revocation.ts'

const asked = statement<AgreementQuestion>(
  'agreement-questions',
  `SELECT type, data->>'key' AS key, data->>'purpose' AS purpose, occurred_at AS at
   FROM events WHERE subject_id = $1 AND NOT change`,
)

interface Loaded {
  readonly row: Pick<AgreementRow, 'id' | 'needsAttention'>
  readonly revocations: readonly Pick<RevocationRow, 'id' | 'createdAt'>[]
}

/**
 * The changed state with what is new of its notes. Only a new one asks for attention: the same update again, after it was
 * settled, does not. And with the change that answers the last open question nobody is asked any more.
 */
export async function withAttention(
  sql: Sql,
  { row, revocations }: Loaded,
  changed: AgreementState,
  now: Date,
): Promise<AgreementState> {
  const notes = await withoutKnownNotes(sql, row.id, changed.notes)
  const { agreement } = changed
  const asks = (needsAttention: boolean) => ({ ...changed, notes, agreement: { ...agreement, needsAttention } })
  if (!agreement.needsAttention || notes.some(({ needsAttention }) => needsAttention)) return { ...changed, notes }
  if (!row.needsAttention) return asks(false)
  if (changed.steps.length === 0) return { ...changed, notes }
  const requested = new Map(revocations.map(({ id, createdAt }) => [id, createdAt]))
  const succeeded = changed.revocations.findLast(({ status }) => status === 'SUCCEEDED')
  const revokedAt = succeeded ? (requested.get(succeeded.id) ?? now) : null
  const questions = await sql.rows(asked, [row.id])
  return asks(!questions.every(question => isAnswered(question, changed, revokedAt)))
}
