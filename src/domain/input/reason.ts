import { firstCharacters } from '../../base/text/characters.ts'

const REASON_MAX = 512

/** A merchant's reason as it is kept: what is empty is none, what is longer than the record takes is cut. */
export function reasonOf(given: string | null | undefined): string | null {
  const reason = firstCharacters(given?.trim() ?? '', REASON_MAX)
  return reason === '' ? null : reason
}
