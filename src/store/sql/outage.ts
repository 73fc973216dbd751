import { sqlState } from './database.ts'

/**
 * True where the database could not be reached, was not ready, or was lost in the middle of a statement or a COMMIT: what
 * had been sent may have happened or not. False for whatever a working database refuses, its timeouts included.
 */
export function isDatabaseOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const met = metByPrisma(error)
  if (met?.kind !== undefined && outageKinds.has(met.kind)) return true
  const state = met?.originalCode ?? sqlState(error)
  if (state !== undefined) return state.startsWith(CONNECTION_EXCEPTION) || outageStates.has(state)
  // Providers are called over the network too, but what they meet comes back as an outcome and is never thrown.
  if ('code' in error) return networkCodes.has(String(error.code))
  return driverMessages.has(error.message)
}

/** What Prisma's adapter for pg met: its own word for it, and PostgreSQL's code where the server answered. */
interface AdapterCause {
  readonly kind?: string
  readonly originalCode?: string
}

function metByPrisma(error: Error): AdapterCause | undefined {
  const { meta } = error as { meta?: { readonly driverAdapterError?: { readonly cause?: AdapterCause } } }
  return meta?.driverAdapterError?.cause
}

// The adapter's words for errors of the socket.
const outageKinds: ReadonlySet<string> = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout'])

const CONNECTION_EXCEPTION = '08'
const outageStates: ReadonlySet<string> = new Set([
  '57P01', // shut down by its administrator
  '57P02', // a crash elsewhere ends all sessions
  '57P03', // starting up, shutting down, recovering
  '53300', // no connection left
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
// Of pg and its pool, which give these errors no code. A test meets each of them: another wording would be noticed.
const driverMessages: ReadonlySet<string> = new Set([
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'Client has encountered a connection error and is not queryable',
  'timeout exceeded when trying to connect',
])
