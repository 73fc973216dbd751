import type { Tenant } from '../../domain/enums.ts'
import type { LoggedEventRow } from '../tables.ts'
import type { Contained } from './position.ts'
import { isReached, type LogReach } from './reach.ts'

/** Which events of a tenant: all given conditions must match. */
export interface LogFilter {
  readonly types?: readonly string[]
  readonly subjectType?: 'Consumer' | 'Agreement' | 'Charge' | 'Schedule'
  readonly subjectId?: string
  /** Includes the agreement's own events and those of its charges and schedules. */
  readonly agreementId?: string
  readonly consumerId?: string
  /** `changes` leaves out notes; `statusChanges` also leaves out changes that did not change the subject's status. */
  readonly only?: 'changes' | 'statusChanges'
}

/** The part of the log that one reader gets. */
export interface LogView {
  readonly tenant: Tenant
  readonly filter: LogFilter
  readonly contained?: Contained
  /** Present for a client token. */
  readonly reach?: LogReach | undefined
}

/** The same conditions as in the SQL that reads the log, for events in memory. */
export function isInView({ tenant, filter, contained, reach }: LogView, row: LoggedEventRow): boolean {
  return (
    row.merchantId === tenant.merchantId &&
    row.mode === tenant.mode &&
    (reach === undefined || isReached(reach, row)) &&
    (filter.subjectId === undefined || row.subjectId === filter.subjectId) &&
    (filter.agreementId === undefined || row.agreementId === filter.agreementId) &&
    (filter.consumerId === undefined || row.consumerId === filter.consumerId) &&
    (filter.subjectType === undefined || row.subjectType === filter.subjectType) &&
    (filter.types === undefined || filter.types.includes(row.type)) &&
    (filter.only === undefined || (row.change && (filter.only === 'changes' || row.status !== null))) &&
    (contained === undefined || !isContained(contained, row))
  )
}

// A note has the version that it did not change, so it may be newer than the state with this version.
function isContained({ subjectId, version }: Contained, row: LoggedEventRow): boolean {
  return row.subjectId === subjectId && (row.version < version || (row.version === version && row.change))
}
