/**
 * Close codes of sockets. 4400 to 4429 are defined by graphql-transport-ws. Its clients reconnect automatically after
 * 1001 and 1013, but not after those.
 */
export const closeCodes = {
  /** The process stops. Reconnect and resume. */
  goingAway: 1001,
  /** The client is too slow, or the process is full. Reconnect and resume with the last cursor. */
  tryAgainLater: 1013,
  unauthorized: 4401,
  forbidden: 4403,
  internalError: 4500,
} as const
