import type { GrantReach } from '../../domain/access/client-grant.ts'
import type { LoggedEventRow } from '../tables.ts'

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
