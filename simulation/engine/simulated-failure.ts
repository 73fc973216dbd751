import pg from 'pg'

/** A failure from the simulation. Its message in the gateway's log is not a defect. */
export class SimulatedFailure extends Error {
  override readonly name = 'SimulatedFailure'
}

/** An error with the content that PostgreSQL sends. */
export function databaseError(code: string, message: string): pg.DatabaseError {
  const error = new pg.DatabaseError(message, message.length, 'error')
  error.code = code
  return error
}
