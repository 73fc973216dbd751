import type { AgreementRow } from '../../../../src/store/tables.ts'
import { type Ledger, ledger } from '../../../support/world/story.ts'
import type { World } from '../../../support/world/world.ts'

/** Each occurrence in a line: index, status, reason, and when it is charged next; what is null is left out. */
export async function occurrencesOf({ database }: World, scheduleId: string): Promise<string[]> {
  const { rows } = await database.pool.query<{
    index: number
    status: string
    status_reason: string | null
    next_at: Date | null
  }>('SELECT index, status, status_reason, next_at FROM occurrences WHERE schedule_id = $1 ORDER BY index', [
    scheduleId,
  ])
  return rows.map(({ index, status, status_reason, next_at }) =>
    [index, status, status_reason, next_at?.toISOString()].filter(part => part != null).join(' '),
  )
}

export async function occurrenceId({ database }: World, scheduleId: string, index: number): Promise<string> {
  const { rows } = await database.pool.query<{ id: string }>(
    'SELECT id FROM occurrences WHERE schedule_id = $1 AND index = $2',
    [scheduleId, index],
  )
  const [found] = rows
  if (found === undefined) throw new Error(`there is no occurrence ${index}`)
  return found.id
}

/**
 * The charges of a schedule in a line each, oldest first: occurrence, attempt number, reason, status, failure code,
 * amount.
 */
export async function chargesOf({ database }: World, scheduleId: string): Promise<string[]> {
  const { rows } = await database.pool.query<Record<string, string | number | null>>(
    `SELECT o.index, c.attempt_number, c.reason, c.status, c.failure ->> 'code' AS code, c.amount::int,
       (SELECT r.attempt_number FROM charges r WHERE r.id = c.retry_of_id AND r.occurrence_id = o.id) AS "retryOf"
     FROM charges c JOIN occurrences o ON o.id = c.occurrence_id
     WHERE c.schedule_id = $1 ORDER BY c.created_at, o.index, c.attempt_number`,
    [scheduleId],
  )
  return rows.map(({ index, attempt_number, reason, status, code, amount, retryOf }) =>
    [
      `${index}.${attempt_number}`,
      ...(retryOf === null ? [] : [`again after ${retryOf}`]),
      ...[reason, status, code, amount].filter(part => part !== null),
    ].join(' '),
  )
}

/** The provider's records of an agreement's charges, oldest first; `later`: without the initial one. */
export async function atProvider(
  world: World,
  { providerReference, provider }: AgreementRow,
): Promise<Ledger['charges']> {
  const { charges } = await ledger(world)
  const under = charges.filter(({ agreementId }) => agreementId === providerReference)
  return provider === 'APS' ? under.slice(1) : under
}

/** The money that was taken, oldest first. */
export async function takenFrom(world: World, agreement: AgreementRow): Promise<number[]> {
  return (await atProvider(world, agreement)).filter(({ captured }) => captured > 0).map(({ captured }) => captured)
}

export async function scheduleOf({ database }: World, id: string) {
  const { rows } = await database.pool.query<{ status: string; status_reason: string | null; version: number }>(
    'SELECT status, status_reason, version FROM schedules WHERE id = $1',
    [id],
  )
  const [found] = rows
  if (found === undefined) throw new Error('there is no such schedule')
  return [found.status, found.status_reason].filter(part => part !== null).join(' ')
}

/** The history of a schedule in a line each, oldest first: when, event, its new status, occurrence and reason. */
export async function stepsOf({ database }: World, scheduleId: string): Promise<string[]> {
  const { rows } = await database.pool.query<{
    at: Date
    type: string
    status: string | null
    data: Record<string, unknown> | null
  }>('SELECT occurred_at AS at, type, status, data FROM events WHERE subject_id = $1 ORDER BY seq', [scheduleId])
  return rows.map(({ at, type, status, data }) =>
    [at.toISOString(), type.replace('schedule.', ''), data?.['index'], data?.['reason'], status && `→ ${status}`]
      .filter(part => part != null)
      .join(' '),
  )
}
