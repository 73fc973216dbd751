import { firstCharacters } from '../../base/text/characters.ts'

const REASON_MAX = 512

/** A merchant's reason for storage: null if empty, cut if too long. */
export function reasonOf(given: string | null | undefined): string | null {
  const reason = firstCharacters(given?.trim() ?? '', REASON_MAX)
  return reason === '' ? null : reason
}
