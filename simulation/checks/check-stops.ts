import type { ClientRecords } from '../workload/client-records.ts'
import type { FinalRecords } from './final-records.ts'

const ending = /^(REVOKED_|EXPIRED$|FAILED$)/

/**
 * Checks that no new charge follows a request to revoke or the end of an agreement, or the cancellation of a schedule,
 * and that a paused or completed schedule makes no automatic charge. Uses the log and the clients' responses.
 */
export function checkStops({ events, charges }: FinalRecords, { stopped }: ClientRecords): string[] {
  const wrong: string[] = []
  const scheduleOf = new Map(charges.map(({ id, schedule_id }) => [id, schedule_id]))
  const ended = new Set<string>()
  const resting = new Set<string>()
  for (const { type, subject_id, agreement_id, status, source } of events) {
    const isAgreement = type.startsWith('agreement.') && status !== null && ending.test(status)
    if (type === 'agreement.revocation_requested' || isAgreement) ended.add(subject_id)
    if (type === 'schedule.canceled') ended.add(subject_id)
    if (type === 'schedule.paused' || type === 'schedule.completed') resting.add(subject_id)
    if (type === 'schedule.resumed') resting.delete(subject_id)
    if (type !== 'charge.created') continue
    const scheduleId = scheduleOf.get(subject_id) ?? ''
    for (const id of [agreement_id ?? '', scheduleId])
      if (ended.has(id)) wrong.push(`${subject_id} was created after ${id} had ended`)
    if (source === 'SCHEDULER' && resting.has(scheduleId))
      wrong.push(`${subject_id} was made automatically while ${scheduleId} was paused or completed`)
  }
  for (const { id, atMs } of stopped)
    for (const charge of charges)
      if ((charge.agreement_id === id || charge.schedule_id === id) && charge.created_at.getTime() > atMs)
        wrong.push(`${charge.id} was made after a response had confirmed the end of ${id}`)
  return wrong
}
