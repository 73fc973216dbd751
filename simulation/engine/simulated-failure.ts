import pg from 'pg'

/** A failure that the simulation made: what it says in the gateway's log is no defect. */
export class SimulatedFailure extends Error {
  override readonly name = 'SimulatedFailure'
}

/** An error as PostgreSQL answers it. */
export function databaseError(code: string, message: string): pg.DatabaseError {
  const error = new pg.DatabaseError(message, message.length, 'error')
  error.code = code
  return error
}
