import { noteOnAgreement } from '../../domain/agreement/transition.ts'
import { note } from '../../domain/charge/transition.ts'
import {
  type IntegrityCheck,
  integrityChecks,
  LISTED_MAX,
  type Violation,
  violationsOf,
} from '../../store/integrity/checks.ts'
import { type KnownViolation, replaceKnown } from '../../store/integrity/known-violations.ts'
import type { ObjectIds } from '../../store/integrity/scope.ts'
import { type Database, sqlState, statement } from '../../store/sql/database.ts'
import { agreementApply } from '../agreement/apply.ts'
import { chargeApply } from '../charge/apply.ts'
import type { Deps } from '../command/deps.ts'
import { scheduleNote } from '../schedule/note.ts'

/** The state and the results of one pass. */
export interface Findings {
  /** Objects that broke a check, earlier or in this pass. */
  readonly known: KnownViolation[]
  /** The checks that could not run. */
  readonly failed: Set<string>
}

/** A check must never delay payments, so its timeout is shorter than that of other statements. */
const STATEMENT_TIMEOUT_MS = 2_000
const QUERY_CANCELED = '57014'

/** Runs the checks on all open and planned objects. Returns false if a check could not run. */
export function checkOpen(deps: Deps, findings: Findings): Promise<boolean> {
  return runAll(deps, findings, ({ scope }) => (scope === 'open' ? deps.clock.now() : []))
}

/**
 * Runs the checks on these objects. Returns false if a check could not run: these objects must then be checked again.
 */
export function checkObjects(deps: Deps, findings: Findings, ids: Partial<ObjectIds>): Promise<boolean> {
  return runAll(deps, findings, ({ scope }) => (scope === 'open' ? [] : (ids[scope] ?? [])))
}

/** Checks the objects again that broke a check before. */
export function checkKnown(deps: Deps, findings: Findings): Promise<boolean> {
  return runAll(deps, findings, check =>
    check.scope === 'open' ? [] : knownOf(findings, check).map(({ objectId }) => objectId),
  )
}

async function runAll(
  deps: Deps,
  findings: Findings,
  givenTo: (check: IntegrityCheck) => readonly string[] | Date,
): Promise<boolean> {
  let complete = true
  for (const check of integrityChecks) {
    const given = givenTo(check)
    if (!(given instanceof Date) && given.length === 0) continue
    try {
      await settle(deps, findings, { check, given, found: await findViolations(deps.database, check, given) })
    } catch (error) {
      complete = false
      findings.failed.add(check.name)
      deps.log.error({ check: check.name, scope: check.scope, err: error }, 'an integrity check could not run')
    }
  }
  return complete
}

const limitTime = statement<unknown>('integrity-timeout', `SELECT set_config('statement_timeout', $1, true)`)

/** Divides the ids into halves if the check of all together takes too long. */
async function findViolations(
  database: Database,
  check: IntegrityCheck,
  given: readonly string[] | Date,
): Promise<Violation[]> {
  try {
    return await database.transaction(async sql => {
      await sql.row(limitTime, [String(STATEMENT_TIMEOUT_MS)])
      return violationsOf(sql, check, given)
    })
  } catch (error) {
    if (sqlState(error) !== QUERY_CANCELED || given instanceof Date || given.length === 1) throw error
    const middle = given.length >> 1
    const halves = [given.slice(0, middle), given.slice(middle)]
    const found: Violation[] = []
    for (const half of halves) found.push(...(await findViolations(database, check, half)))
    return found
  }
}

interface Outcome {
  readonly check: IntegrityCheck
  readonly given: readonly string[] | Date
  readonly found: readonly Violation[]
}

/**
 * Records each violation once, for a person to review. Nothing is repaired: a violated rule means that the gateway's
 * behavior is not understood.
 */
async function settle(deps: Deps, findings: Findings, { check, given, found }: Outcome): Promise<void> {
  const before = new Set(knownOf(findings, check).map(({ objectId }) => objectId))
  if (before.size === 0 && found.length === 0) return
  const ids = given instanceof Date ? [...before] : given
  const listed = found.filter(({ objectId }) => {
    if (before.size < LISTED_MAX) before.add(objectId)
    return before.has(objectId)
  })
  for (const violation of listed) await record(deps, check.name, violation)
  const broken = [...new Set(listed.map(({ objectId }) => objectId))]
  // If the list is full, it does not show which of the other objects pass the check.
  const looked = found.length < LISTED_MAX ? ids : broken
  await replaceKnown(deps.database, check, { looked, broken, now: deps.clock.now() })
  const gone = new Set(looked)
  const others = findings.known.filter(
    ({ checkName, scope, objectId }) => checkName !== check.name || scope !== check.scope || !gone.has(objectId),
  )
  const now = broken.map(objectId => ({ checkName: check.name, scope: check.scope, objectId }))
  findings.known.splice(0, findings.known.length, ...others, ...now)
}

function knownOf({ known }: Findings, { name, scope }: IntegrityCheck): KnownViolation[] {
  return known.filter(one => one.checkName === name && one.scope === scope)
}

async function record(deps: Deps, check: string, violation: Violation): Promise<void> {
  const { merchantId, mode, subjectType, subjectId, detail } = violation
  deps.log.error({ check, subjectType, subjectId, detail }, 'integrity violated')
  const update = { tenant: { merchantId, mode }, source: 'RECONCILIATION', actor: 'integrity' } as const
  const added = { type: 'integrity.violation', key: check, data: { check, detail }, needsAttention: true } as const
  if (subjectType === 'Charge')
    await chargeApply(deps, { ...update, chargeId: subjectId, change: state => note(state, added) })
  else if (subjectType === 'Schedule') await scheduleNote(deps, { ...update, scheduleId: subjectId, note: added })
  else if (subjectType === 'Agreement')
    await agreementApply(deps, {
      ...update,
      agreementId: subjectId,
      change: records => ({ ...records, agreement: noteOnAgreement(records.agreement, added) }),
    })
}
