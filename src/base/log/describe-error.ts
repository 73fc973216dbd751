const LONGEST = 300
/** Only this much of a message is searched: an error can quote a megabyte. */
const LONGEST_SEARCHED = 2_000

/**
 * What the log may contain of an unexpected error: enough to find it in the code, and none of its data. Messages quote
 * the input ("Unexpected token in …", "invalid input syntax for …"), so quoted parts and everything that looks like an
 * address or a credential are replaced. Properties are left out (PostgreSQL's `detail` contains whole rows). No library
 * redacts the text of messages.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return kindOfError(error)
  const frames = (error.stack ?? '').split('\n').filter(line => /^ +at /.test(line))
  return {
    ...kindOfError(error),
    message: blank(error.message),
    at: frames.slice(0, 8).map(line => line.trim().replace(/^at /, '').slice(0, LONGEST)),
    ...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}),
  }
}

/** The kind of an error, without its message. */
export function kindOfError(error: unknown): { readonly type: string; readonly code?: string } {
  if (!(error instanceof Error)) return { type: typeof error }
  const code = codeOf(error)
  return { type: error.constructor.name, ...(code !== undefined && { code }) }
}

// Messages hold callers' text of any length: each pattern is linear in it.
function blank(message: string): string {
  return withoutCutQuote(message)
    .replaceAll(/"[^"]*"|'[^']*'|`[^`]*`|“[^”]*(?:”|$)/g, '"…"')
    .replaceAll(/(?<!\S)\S+@\S+/g, '…')
    .replaceAll(/[A-Za-z0-9+/_-]{32,}/g, '…')
    .replaceAll(/\bsk_\S+/g, '…')
    .slice(0, LONGEST)
}

/** The beginning of a long message, without a quotation that the cut would leave open. */
function withoutCutQuote(message: string): string {
  if (message.length <= LONGEST_SEARCHED) return message
  return message.slice(0, LONGEST_SEARCHED).replace(/["'`“][^"'`“”]*$/, '…')
}

/** A code of PostgreSQL (23505) or of the system (ECONNREFUSED). */
function codeOf(error: Error): string | undefined {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' && /^[A-Z0-9_]+$/.test(code) ? code : undefined
}
