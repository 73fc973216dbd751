import { type ObjectTable, objectTables } from '../../store/integrity/checks.ts'
import { knownViolations } from '../../store/integrity/known-violations.ts'
import {
  type ClaimedPass,
  claimIntegrity,
  type Place,
  type Progress,
  releaseIntegrity,
  saveProgress,
} from '../../store/integrity/progress.ts'
import { readChangedObjects, readIds } from '../../store/integrity/scope.ts'
import type { Deps } from '../command/deps.ts'
import { checkKnown, checkObjects, checkOpen, type Findings } from './check.ts'

/** The time between two passes, for all processes together. */
const PASS_EVERY_MS = 900_000
/** The maximum number of events or objects in one step. */
export const BATCH = 500
/** A full pass pauses after this time, so that recent changes are checked in between. */
const FULL_PORTION_MS = 60_000
/** The hour (UTC) at which a full pass begins each day, by the gateway's clock. */
const FULL_PASS_HOUR = 3

interface Pass extends Findings {
  readonly deps: Deps
  readonly signal: AbortSignal
  readonly fencingToken: number
  progress: Progress
}

/**
 * Checks everything that has changed since the last pass, everything open or planned, and known violations; and once a
 * day, from 03:00 UTC, all objects. Only for the leader of all processes.
 *
 * @returns True if there is more to be done at once.
 */
export async function integrityPass(deps: Deps, signal: AbortSignal): Promise<boolean> {
  const { database } = deps
  const claimed = await claimIntegrity(database, realTime(deps))
  if (claimed === undefined) return false
  const pass = await beginPass(deps, claimed, signal)
  let more = true
  try {
    more = await runPass(pass)
    return more
  } finally {
    const at = realTime(deps, more ? 0 : PASS_EVERY_MS)
    await releaseIntegrity(database, claimed.fencingToken, { at, failedChecks: [...pass.failed].sort() })
  }
}

async function beginPass(deps: Deps, { fencingToken, ...progress }: ClaimedPass, signal: AbortSignal): Promise<Pass> {
  return { deps, signal, fencingToken, progress, known: await knownViolations(deps.database), failed: new Set() }
}

async function runPass(pass: Pass): Promise<boolean> {
  await checkOpen(pass.deps, pass)
  await checkKnown(pass.deps, pass)
  const changes = await checkChanges(pass)
  return (changes === 'DONE' ? await checkAll(pass) : changes) === 'PAUSED'
}

/** FAILED: a check could not run, or another process has claimed the pass. The next pass continues from there. */
type End = 'DONE' | 'PAUSED' | 'FAILED'

async function checkChanges(pass: Pass): Promise<End> {
  const { deps, signal } = pass
  for (;;) {
    if (signal.aborted) return 'PAUSED'
    const { ids, position, more } = await readChangedObjects(deps.database, pass.progress.position, BATCH)
    if (!(await checkObjects(deps, pass, ids))) return 'FAILED'
    if (!(await keep(pass, { position }))) return 'FAILED'
    if (!more) return 'DONE'
  }
}

async function checkAll(pass: Pass): Promise<End> {
  const { deps, signal } = pass
  const now = deps.clock.now()
  if (pass.progress.place === null) {
    if (now < pass.progress.fullDueAt) return 'DONE'
    if (!(await keep(pass, { place: firstPlace, fullDueAt: nextFullPass(now) }))) return 'FAILED'
  }
  const portionEnd = deps.realTime.nowMs() + FULL_PORTION_MS
  for (let { place } = pass.progress; place !== null; place = pass.progress.place) {
    if (signal.aborted || deps.realTime.nowMs() >= portionEnd) return 'PAUSED'
    const ids = await readIds(deps.database, place.table, place.after, BATCH)
    if (!(await checkObjects(deps, pass, { [place.table]: ids }))) return 'FAILED'
    if (!(await keep(pass, { place: placeAfter(place, ids) }))) return 'FAILED'
  }
  return 'DONE'
}

const firstPlace: Place = { table: objectTables[0], after: '' }

function placeAfter({ table }: Place, ids: readonly string[]): Place | null {
  const last = ids.at(-1)
  if (ids.length === BATCH && last !== undefined) return { table, after: last }
  const next: ObjectTable | undefined = objectTables[objectTables.indexOf(table) + 1]
  return next === undefined ? null : { table: next, after: '' }
}

/** The first 03:00 UTC after an instant. */
export function nextFullPass(now: Date): Date {
  const next = new Date(now)
  next.setUTCHours(FULL_PASS_HOUR, 0, 0, 0)
  if (next <= now) next.setUTCDate(next.getUTCDate() + 1)
  return next
}

async function keep(pass: Pass, changed: Partial<Progress>): Promise<boolean> {
  pass.progress = { ...pass.progress, ...changed }
  return saveProgress(pass.deps.database, pass.fencingToken, pass.progress)
}

function realTime({ realTime }: Deps, aheadMs = 0): Date {
  return new Date(realTime.nowMs() + aheadMs)
}
