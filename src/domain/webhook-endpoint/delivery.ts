/** One request of a delivery, as it is kept. A type alias, which is assignable to JSON. */
export type WebhookTry = {
  /** By the gateway's clock. */
  readonly at: string
  readonly durationMs: number
  /** Null if there was no response. */
  readonly httpStatus: number | null
  /** The beginning of the response's body. */
  readonly response: string | null
  /** Why it does not count as delivered; null if it does. */
  readonly error: string | null
}

/** Only the last ones are kept. */
const KEPT_TRIES = 20

export function withTry(tries: readonly WebhookTry[], last: WebhookTry): readonly WebhookTry[] {
  return [...tries, last].slice(-KEPT_TRIES)
}

/** What the status of a response means for a delivery. The error is null if it counts as delivered. */
export function verdictOf(status: number): { readonly gone: boolean; readonly error: string | null } {
  if (status >= 200 && status < 300) return { gone: false, error: null }
  if (status === 410) return { gone: true, error: 'HTTP 410: the endpoint wants no more webhooks.' }
  const error =
    status >= 300 && status < 400
      ? `HTTP ${status}: redirects are not followed. Give the endpoint its final URL.`
      : `HTTP ${status}: expected 200 to 299.`
  return { gone: false, error }
}
