import pg from 'pg'

/** PostgreSQL's five-character code of an error. Undefined if the error does not come from PostgreSQL. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined
}
