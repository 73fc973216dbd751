import { randomUUID } from 'node:crypto'

/** The header with the request's id, in requests and in responses. */
export const requestIdHeader = 'x-request-id'

// Safe in a log line and in a header.
const WELL_FORMED = /^[A-Za-z0-9._:-]{8,128}$/

/** The caller's request id if it is well formed, otherwise a new one. */
export function requestIdOf(given: string | string[] | undefined): string {
  return typeof given === 'string' && WELL_FORMED.test(given) ? given : newRequestId()
}

/** Node joins a UUID of twenty strings, which all stay in memory with it: half a kilobyte for each open socket. */
function newRequestId(): string {
  return Buffer.from(randomUUID(), 'latin1').toString('latin1')
}
