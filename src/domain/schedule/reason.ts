const REASON_MAX = 512

/** A merchant's reason as it is kept: what is empty is none, what is longer than the record takes is cut. */
export function reasonOf(given: string | null | undefined): string | null {
  const reason = given?.trim().slice(0, REASON_MAX) ?? ''
  return reason === '' ? null : reason
}
