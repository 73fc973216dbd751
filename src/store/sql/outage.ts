import pg from 'pg'
import { NotPrimary, NotReplicated } from './session.ts'

/**
 * True if the database could not be reached, was not ready, or was lost during a statement or a COMMIT: the statement
 * may have run or not. False for all errors of a working database, including its timeouts.
 */
export function isDatabaseOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof NotPrimary || error instanceof NotReplicated) return true
  const met = metByPrisma(error)
  if (met?.kind !== undefined && outageKinds.has(met.kind)) return true
  const state = met?.originalCode ?? sqlState(error)
  if (state !== undefined) return state.startsWith(CONNECTION_EXCEPTION) || outageStates.has(state)
  // Network errors of provider calls do not reach this function: they are returned as outcomes and never thrown.
  if ('code' in error) return networkCodes.has(String(error.code))
  return driverMessages.has(error.message)
}

/**
 * The cause that Prisma's adapter for pg reports: the adapter's own name for it, and PostgreSQL's code if the server
 * answered.
 */
interface AdapterCause {
  readonly kind?: string
  readonly originalCode?: string
}

function metByPrisma(error: Error): AdapterCause | undefined {
  const { meta } = error as { meta?: { readonly driverAdapterError?: { readonly cause?: AdapterCause } } }
  return meta?.driverAdapterError?.cause
}

// The adapter's names for socket errors.
const outageKinds: ReadonlySet<string> = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout'])

const CONNECTION_EXCEPTION = '08'
const outageStates: ReadonlySet<string> = new Set([
  '57P01', // shut down by an administrator
  '57P02', // a crash of another session ends all sessions
  '57P03', // starting up, shutting down, recovering
  '53300', // no connection left
  '25006', // read-only: the server was the primary, or never was
])
const networkCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
])
// Errors of pg and its pool that have no code. A test produces each of them, so a changed wording is noticed.
const driverMessages: ReadonlySet<string> = new Set([
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'Client has encountered a connection error and is not queryable',
  'timeout exceeded when trying to connect',
  'Query read timeout',
])

/** A lock could not be taken within lock_timeout. */
export const LOCK_NOT_AVAILABLE = '55P03'
export const DEADLOCK_DETECTED = '40P01'

/** PostgreSQL's five-character code of an error. Undefined if the error does not come from PostgreSQL. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined
}
