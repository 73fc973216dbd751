import { type ExecutionResult, GraphQLError, type GraphQLErrorOptions } from 'graphql'

export const OUTAGE_STATUS = 503

/** Also correct for a mutation: without a key, a repeated one has the same effect; with a key, it takes effect once. */
export const outageMessage =
  'The database cannot be reached at the moment. Send the same request again, with the same idempotencyKey.'

/** The public form of an error that an unavailable database caused. */
export class OutageError extends GraphQLError {
  constructor(requestId: string, place: GraphQLErrorOptions = {}) {
    super(outageMessage, { ...place, extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } })
  }
}

/** True if the unavailable database is the whole result: no data, not even in part, and no other error. */
export function isOutage({ data, errors = [] }: ExecutionResult): boolean {
  return (
    errors.length > 0 &&
    errors.every(error => error instanceof OutageError) &&
    // A nullable field that failed is null, which does not count as data.
    Object.values(data ?? {}).every(value => value === null)
  )
}

/** For OUTAGE_STATUS: a null that means "unknown" must not be read as "does not exist". */
export function withoutData({ errors }: ExecutionResult): ExecutionResult {
  return { ...(errors && { errors }) }
}
