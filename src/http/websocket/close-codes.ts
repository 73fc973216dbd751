/**
 * Codes that sockets are closed with. 4400 to 4429 are graphql-transport-ws's own; clients of that protocol come back
 * by themselves after 1001 and 1013 and do not after those.
 */
export const closeCodes = {
  /** The process stops. Connect again and resume. */
  goingAway: 1001,
  /** Too slow for its bound, or no room: connect again and resume with the last cursor. */
  tryAgainLater: 1013,
  unauthorized: 4401,
  forbidden: 4403,
  internalError: 4500,
} as const
