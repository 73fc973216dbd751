import type { GrantReach } from '../../domain/access/client-grant.ts'
import type { Tenant } from '../../domain/enums.ts'
import type { LoggedEventRow } from '../tables.ts'
import type { Contained } from './position.ts'

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

/** The ids by which a client token's part of the log is found: ids of consumers, agreements and single subjects. */
export interface LogReach {
  readonly consumers: readonly string[]
  readonly agreements: readonly string[]
  readonly subjects: readonly string[]
  /** The consumer, if everything belongs to one: the log is then read by the consumer's events. */
  readonly onlyConsumer: string | undefined
}

/** The changes of the objects that a grant can read. Notes are for the merchant. */
export function logReachOf({ consumers, agreements, charges, parents }: GrantReach): LogReach {
  const subjects = [...charges, ...parents.consumers, ...parents.agreements, ...parents.schedules]
  const [onlyConsumer, ...more] = new Set([...consumers, ...parents.consumers])
  return { consumers, agreements, subjects, onlyConsumer: more.length === 0 ? onlyConsumer : undefined }
}

/** The same decision as `isReachedSql`. */
export function isReached({ consumers, agreements, subjects }: LogReach, row: LoggedEventRow): boolean {
  return (
    row.change &&
    (consumers.includes(row.consumerId) ||
      (row.agreementId !== null && agreements.includes(row.agreementId)) ||
      subjects.includes(row.subjectId))
  )
}

/**
 * @param event The alias of rows with the names of their TypeScript type.
 * @param first The number of the first of three parameters: those of `reachParameters`.
 */
export function isReachedSql(event: string, first: number): string {
  return `($${first}::text[] IS NULL OR (${event}.change AND (${event}."consumerId" = ANY ($${first})
     OR ${event}."agreementId" = ANY ($${first + 1}::text[]) OR ${event}."subjectId" = ANY ($${first + 2}::text[]))))`
}

export function reachParameters(reach: LogReach | undefined): readonly unknown[] {
  return reach === undefined ? [null, null, null] : [reach.consumers, reach.agreements, reach.subjects]
}
