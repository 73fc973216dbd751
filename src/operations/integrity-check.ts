import { noteOnAgreement } from '../domain/agreement-transition.ts'
import { note } from '../domain/charge-transition.ts'
import { integrityChecks, type Violation, violationsOf } from '../store/integrity.ts'
import { agreementApply } from './agreement-apply.ts'
import { chargeApply } from './charge-apply.ts'
import type { Deps } from './deps.ts'
import { scheduleNote } from './schedule-note.ts'

/** How many objects break each rule, by the check's name; -1 where it could not be run. */
export type IntegrityCounts = ReadonlyMap<string, number>

/**
 * Runs every standing check. What breaks a rule is put on the record once, for a person; nothing is repaired: a rule that
 * is broken means that something here is not understood.
 */
export async function integrityCheck(deps: Deps): Promise<IntegrityCounts> {
  const counts = new Map<string, number>()
  for (const check of integrityChecks) {
    try {
      const violations = await violationsOf(deps.database, check, deps.clock.now())
      counts.set(check.name, violations.length)
      for (const violation of violations) await record(deps, check.name, violation)
    } catch (error) {
      counts.set(check.name, -1)
      deps.log.error({ check: check.name, err: error }, 'an integrity check could not be run')
    }
  }
  return counts
}

async function record(deps: Deps, check: string, violation: Violation): Promise<void> {
  const { merchantId, mode, subjectType, subjectId, detail } = violation
  deps.log.error({ check, subjectType, subjectId, detail }, 'integrity violated')
  const news = { tenant: { merchantId, mode }, source: 'RECONCILIATION', actor: 'integrity' } as const
  const added = { type: 'integrity.violation', key: check, data: { check, detail }, needsAttention: true }
  if (subjectType === 'Charge')
    await chargeApply(deps, { ...news, chargeId: subjectId, change: book => note(book, added) })
  else if (subjectType === 'Schedule') await scheduleNote(deps, { ...news, scheduleId: subjectId, note: added })
  else if (subjectType === 'Agreement')
    await agreementApply(deps, {
      ...news,
      agreementId: subjectId,
      change: books => ({ ...books, agreement: noteOnAgreement(books.agreement, added) }),
    })
}
