import { randomUUID } from 'node:crypto'

/** The header by which a caller names a request, and by which every answer names it back. */
export const requestIdHeader = 'x-request-id'

// What may stand in a log line and a header without being quoted or cut.
const WELL_FORMED = /^[A-Za-z0-9._:-]{8,128}$/

/** The caller's id of the request where it is well formed, else a new one. */
export function requestIdOf(given: string | string[] | undefined): string {
  return typeof given === 'string' && WELL_FORMED.test(given) ? given : randomUUID()
}
