const REASON_MAX = 512
/** The half of a character that was cut in two. */
const HALF_AT_THE_END = /[\ud800-\udbff]$/

/** A merchant's reason as it is kept: what is empty is none, what is longer than the record takes is cut. */
export function reasonOf(given: string | null | undefined): string | null {
  const reason = given?.trim().slice(0, REASON_MAX).replace(HALF_AT_THE_END, '') ?? ''
  return reason === '' ? null : reason
}
