import { GraphQLError, Kind } from 'graphql'
import type { Log } from '../../../base/log/log.ts'
import { abbreviated, isLongerThan } from '../../../base/text/characters.ts'
import { isDatabaseOutage } from '../../../store/sql/outage.ts'
import { OutageError } from './outage.ts'

/**
 * What a caller gets to see of an error, always with `extensions.code`.
 *
 * - An error with a code was written for callers: it passes as it is.
 * - One that graphql-js raised about the request (syntax, validation, variables, arguments) is BAD_USER_INPUT.
 * - One that the database's absence caused is an OutageError.
 * - Anything else is a defect: "Unexpected error", INTERNAL_SERVER_ERROR and the request's id, under which it is logged.
 */
export function publicError(error: unknown, { requestId, log }: { requestId: string; log: Log }): GraphQLError {
  if (error instanceof GraphQLError) {
    if (typeof error.extensions['code'] === 'string') return error
    if (isAboutRequest(error)) return withCode(error, 'BAD_USER_INPUT')
  }
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error
  const place = error instanceof GraphQLError ? placeOf(error) : {}
  if (isDatabaseOutage(cause)) {
    log.warn({ requestId, field: fieldOf(error), err: cause }, 'the database could not be reached')
    return new OutageError(requestId, place)
  }
  log.error({ requestId, field: fieldOf(error), err: cause }, 'unexpected error')
  return new GraphQLError('Unexpected error', {
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
  })
}

/** A request that cannot be executed as it is. */
export function badRequest(message: string): GraphQLError {
  return new GraphQLError(cut(message), { extensions: { code: 'BAD_USER_INPUT' } })
}

/** A copy under a code of ours; other extensions stay. graphql-js quotes what it was sent: that is cut. */
export function withCode(error: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(cut(error.message), { ...placeOf(error), extensions: { ...error.extensions, code } })
}

const LONGEST_MESSAGE = 1_000

/** The middle goes: a message begins with the place, and ends with what is wrong there. */
function cut(message: string): string {
  if (!isLongerThan(message, LONGEST_MESSAGE)) return message
  const half = LONGEST_MESSAGE / 2
  const end = [...message.slice(-LONGEST_MESSAGE)].slice(-half + 1).join('')
  return `${abbreviated(message, half)} ${end}`
}

/** Errors about one request that graphql-js collects before it stops. */
export const MOST_ERRORS = 50
/** Most errors that one answer shows. */
export const SHOWN_ERRORS = 20

/**
 * The first errors, and how many more there are: an answer must not be many times what was asked.
 *
 * @param stopped True where graphql-js did not go on collecting: its last error then says so.
 */
export function firstErrors(errors: readonly GraphQLError[], stopped: boolean): readonly GraphQLError[] {
  const [next, ...others] = errors.slice(SHOWN_ERRORS)
  if (next === undefined) return errors
  const shown = errors.slice(0, SHOWN_ERRORS)
  // They all say the same, and an answer with any other error is no outage.
  if (errors.every(error => error instanceof OutageError)) return shown
  const left = others.length + 1
  const { code } = next.extensions
  return [
    ...shown,
    new GraphQLError(`${stopped ? `At least ${left}` : left} more errors are not shown.`, { extensions: { code } }),
  ]
}

/** A copy with more extensions. Errors are kept with their documents: what is noted on one request's is not on the next's. */
export function withExtensions(error: GraphQLError, extensions: Readonly<Record<string, unknown>>): GraphQLError {
  return new GraphQLError(error.message, { ...placeOf(error), extensions: { ...error.extensions, ...extensions } })
}

function placeOf({ nodes, source, positions, path }: GraphQLError) {
  return { nodes: nodes ?? null, source: source ?? null, positions: positions ?? null, path: path ?? null }
}

/**
 * graphql-js gives its own errors no code. Those without a path came before execution; of those with one, only what
 * refuses an argument is the caller's: a result that a scalar cannot write is ours, though it is a GraphQLError too.
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

/** The schema's name of the field that failed. The path is not logged: it holds aliases, which are the caller's words. */
function fieldOf(error: unknown): string | undefined {
  const node = error instanceof GraphQLError ? error.nodes?.[0] : undefined
  return node?.kind === Kind.FIELD ? node.name.value : undefined
}
