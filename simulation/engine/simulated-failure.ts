import pg from 'pg'

/** A failure from the simulation: its message in the gateway's log is not a defect. */
export class SimulatedFailure extends Error {
  override readonly name = 'SimulatedFailure'
}

/** An error as PostgreSQL sends it. */
export function databaseError(code: string, message: string): pg.DatabaseError {
  const error = new pg.DatabaseError(message, message.length, 'error')
  error.code = code
  return error
}
