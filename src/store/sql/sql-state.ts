import pg from 'pg'

/** A lock was not to be had within lock_timeout. */
export const LOCK_NOT_AVAILABLE = '55P03'

/** PostgreSQL's five-character code of an error. Undefined if the error does not come from PostgreSQL. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined
}
