import { type ExecutionResult, GraphQLError, type GraphQLErrorOptions } from 'graphql'

export const OUTAGE_STATUS = 503

/**
 * Safe to say of a mutation too: one without a key answers what is so where that is what it asks for, and one with a key
 * happens once.
 */
export const outageMessage =
  'The database cannot be reached at the moment. Send the same request again, with the same idempotencyKey.'

/** What a caller gets to see of an error that the database's absence caused. */
export class OutageError extends GraphQLError {
  constructor(requestId: string, place: GraphQLErrorOptions = {}) {
    super(outageMessage, { ...place, extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } })
  }
}

/** True where there is nothing to tell but that the database is away: no data, not in part either, and no other error. */
export function isOutage({ data, errors = [] }: ExecutionResult): boolean {
  return (
    errors.length > 0 &&
    errors.every(error => error instanceof OutageError) &&
    // Fields that may be null are null where they failed: that is no data.
    Object.values(data ?? {}).every(value => value === null)
  )
}

/** As it is answered with OUTAGE_STATUS: a null that means "not known" must not be read as "there is none". */
export function withoutData({ errors }: ExecutionResult): ExecutionResult {
  return { ...(errors && { errors }) }
}
