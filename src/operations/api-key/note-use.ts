import { type FoundKey, noteApiKeyUse } from '../../store/merchant/api-keys.ts'
import type { Deps } from '../command/deps.ts'

/** The precision of the time of a key's last use. */
const EVERY_MS = 60_000

/** Records that a key was used, at most once per minute, without delaying the request. */
export function noteKeyUse(
  { database, clock, background }: Pick<Deps, 'database' | 'clock' | 'background'>,
  { id, lastUsedAt }: Pick<FoundKey, 'id' | 'lastUsedAt'>,
): void {
  const now = clock.now()
  if (lastUsedAt !== null && now.getTime() - lastUsedAt.getTime() < EVERY_MS) return
  background.run('api-key-note-use', () => noteApiKeyUse(database, id, now))
}
