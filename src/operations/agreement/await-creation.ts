import { shareByKey } from '../../base/share-by-key.ts'
import { pause } from '../../base/time/real-time.ts'
import { findProviderRequest } from '../../store/provider-request/find.ts'
import { creationRequestId } from '../../store/provider-request/repository.ts'
import type { Deps } from '../command/deps.ts'

const READ_EVERY_MS = 100

const shared = shareByKey()

/** The longest time for which the request that creates an agreement can be in flight. */
export function longestCreationMs({ settings }: Pick<Deps, 'settings'>): number {
  return settings.providerDeadlineMs + settings.resendWindowMs
}

/**
 * Waits while the request that creates a hosted agreement is in flight, in any process. Its answer may name the bank's
 * page for the consumer, and a browser follows only its latest navigation. Returns at once if no such request is in
 * flight.
 */
export async function creationAnswered(deps: Deps, agreementId: string): Promise<void> {
  if (await isOnItsWay(deps, agreementId)) await shared(deps.database, agreementId, () => answered(deps, agreementId))
}

async function answered(deps: Deps, agreementId: string): Promise<void> {
  const { realTime } = deps
  const end = realTime.nowMs() + longestCreationMs(deps)
  do await pause(realTime, READ_EVERY_MS)
  while (realTime.nowMs() < end && (await isOnItsWay(deps, agreementId)))
}

async function isOnItsWay({ database }: Deps, agreementId: string): Promise<boolean> {
  const providerRequest = await findProviderRequest(database, creationRequestId(agreementId))
  return providerRequest?.state === 'SENDING'
}
