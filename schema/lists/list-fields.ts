/**
 * The fields of Query that a read replica may answer: lists and figures, which people look at. Not the log, whose cursors are
 * compared with the primary's end; not single objects, and not the credentials of `apiKeys` and `providerAccounts`.
 */
export const listFields: ReadonlySet<string> = new Set([
  ...['agreements', 'charges', 'consumers', 'schedules', 'providerEvents', 'auditLog'],
  ...['needsAttention', 'overview', 'search'],
])
