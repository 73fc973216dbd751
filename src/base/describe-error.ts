const LONGEST = 300

/**
 * What the log may say of an unexpected error: enough to find it in the code, nothing of the data it met. Messages
 * quote what they stumbled over ("Unexpected token in …", "invalid input syntax for …"), so quoted parts and whatever
 * looks like an address or a credential are blanked; properties (PostgreSQL's `detail` holds whole rows) are left out.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error }
  const frames = (error.stack ?? '').split('\n').filter(line => /^ +at /.test(line))
  return {
    type: error.constructor.name,
    message: blank(error.message),
    ...(codeOf(error) === undefined ? {} : { code: codeOf(error) }),
    at: frames.slice(0, 8).map(line => line.trim().replace(/^at /, '')),
    ...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}),
  }
}

// Messages hold what callers wrote, however long: each pattern reads it once, and none tries the same place twice.
function blank(message: string): string {
  return message
    .replaceAll(/"[^"]*"|'[^']*'|`[^`]*`|“[^”]*(?:”|$)/g, '"…"')
    .replaceAll(/(?<!\S)\S+@\S+/g, '…')
    .replaceAll(/[A-Za-z0-9+/_-]{32,}/g, '…')
    .replaceAll(/\bsk_\S+/g, '…')
    .slice(0, LONGEST)
}

/** Of PostgreSQL (23505) or the system (ECONNREFUSED). */
function codeOf(error: Error): string | undefined {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' && /^[A-Z0-9_]+$/.test(code) ? code : undefined
}
