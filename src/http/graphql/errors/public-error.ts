import { GraphQLError, type GraphQLErrorOptions, Kind } from 'graphql'
import { NoPlaceError } from '../../../base/fair-places.ts'
import type { Log } from '../../../base/log/log.ts'
import { abbreviated, isLongerThan } from '../../../base/text/characters.ts'
import { LogArchived } from '../../../store/event-log/kept.ts'
import { isDatabaseOutage } from '../../../store/sql/outage.ts'
import { OutageError } from './outage.ts'
import { withoutValues } from './without-values.ts'

/**
 * The public form of an error, always with `extensions.code`.
 *
 * - An error with a code was written for callers and is not changed.
 * - One that graphql-js raised about the request (syntax, validation, variables, arguments) is BAD_USER_INPUT.
 * - One that an unavailable database caused is an OutageError.
 * - Anything else is a defect: "Unexpected error", INTERNAL_SERVER_ERROR and the request's id, under which it is
 *   logged.
 */
export function publicError(error: unknown, { requestId, log }: { requestId: string; log: Log }): GraphQLError {
  if (error instanceof GraphQLError) {
    if (typeof error.extensions['code'] === 'string') return error
    if (isAboutRequest(error)) return withCode(error, 'BAD_USER_INPUT')
  }
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error
  const place = error instanceof GraphQLError ? placeOf(error) : {}
  if (isDatabaseOutage(cause)) {
    log.warn({ requestId, field: fieldOf(error), err: cause }, 'the database is unavailable')
    return new OutageError(requestId, place)
  }
  if (cause instanceof NoPlaceError) return busy(place)
  if (cause instanceof LogArchived) return archived(place)
  log.error({ requestId, field: fieldOf(error), err: cause }, 'unexpected error')
  return new GraphQLError('Unexpected error', {
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
  })
}

/** Many others wait for the same object. What was begun with an idempotencyKey is finished with the same one. */
function busy(place: GraphQLErrorOptions): GraphQLError {
  return new GraphQLError(
    'Too many operations wait for the same object. Send the same request again in 5 s, with the same idempotencyKey.',
    { ...place, extensions: { code: 'RATE_LIMITED', retryAfter: 5 } },
  )
}

/** A subscription that reads old events was overtaken by the archive. */
function archived(place: GraphQLErrorOptions): GraphQLError {
  return new GraphQLError(
    'The next events of this subscription were archived. Query the objects again, and continue with their cursors.',
    { ...place, extensions: { code: 'CURSOR_EXPIRED' } },
  )
}

/** The error of a request that cannot be executed. */
export function badRequest(message: string): GraphQLError {
  return new GraphQLError(cut(message), { extensions: { code: 'BAD_USER_INPUT' } })
}

/** A copy with the given code; other extensions are unchanged. Values that graphql-js quotes are left out, long names cut. */
export function withCode(error: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(cut(withoutValues(error.message)), {
    ...placeOf(error),
    extensions: { ...error.extensions, code },
  })
}

const LONGEST_MESSAGE = 1_000

/** Removes the middle: a message begins with the location and ends with the problem. */
function cut(message: string): string {
  if (!isLongerThan(message, LONGEST_MESSAGE)) return message
  const half = LONGEST_MESSAGE / 2
  const end = [...message.slice(-LONGEST_MESSAGE)].slice(-half + 1).join('')
  return `${abbreviated(message, half)} ${end}`
}

/** How many errors graphql-js collects for one request before it stops. */
export const MOST_ERRORS = 50
/** How many errors one response shows. */
export const SHOWN_ERRORS = 20

/**
 * The first errors and the number of the others, because a response must not be many times as large as its request.
 *
 * @param stopped True if graphql-js stopped collecting errors; its last error then says so.
 */
export function firstErrors(errors: readonly GraphQLError[], stopped: boolean): readonly GraphQLError[] {
  const [next, ...others] = errors.slice(SHOWN_ERRORS)
  if (next === undefined) return errors
  const shown = errors.slice(0, SHOWN_ERRORS)
  // All have the same message, and a result with any other error is not an outage.
  if (errors.every(error => error instanceof OutageError)) return shown
  const left = others.length + 1
  const { code } = next.extensions
  return [
    ...shown,
    new GraphQLError(`${stopped ? `At least ${left}` : left} more errors are not shown.`, { extensions: { code } }),
  ]
}

/** A copy with more extensions, and perhaps another message. Errors are cached with their documents, so one request must not change them. */
export function withExtensions(
  error: GraphQLError,
  extensions: Readonly<Record<string, unknown>>,
  message = error.message,
): GraphQLError {
  return new GraphQLError(message, { ...placeOf(error), extensions: { ...error.extensions, ...extensions } })
}

function placeOf({ nodes, source, positions, path }: GraphQLError) {
  return { nodes: nodes ?? null, source: source ?? null, positions: positions ?? null, path: path ?? null }
}

/**
 * graphql-js gives its own errors no code. An error without a path occurred before execution. With a path, only a
 * refused argument is the caller's mistake: a result that a scalar cannot serialize is a defect of the gateway.
 */
export function isAboutRequest(error: GraphQLError): boolean {
  for (
    let cause: Error | undefined = error;
    cause;
    cause = cause instanceof GraphQLError ? cause.originalError : undefined
  )
    if (!(cause instanceof GraphQLError)) return false
  return error.path === undefined || error.message.startsWith('Argument "')
}

/**
 * The name of the failed field in the schema. The path is not logged because it contains aliases, which are callers'
 * text.
 */
function fieldOf(error: unknown): string | undefined {
  const node = error instanceof GraphQLError ? error.nodes?.[0] : undefined
  return node?.kind === Kind.FIELD ? node.name.value : undefined
}
