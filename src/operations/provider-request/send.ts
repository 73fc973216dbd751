import { pause } from '../../base/time/real-time.ts'
import type { Failure } from '../../domain/decline/failure.ts'
import type { Answer } from '../../providers/port/outcome.ts'
import type { Provider, ProviderRequest } from '../../providers/port/provider.ts'
import type { Deps } from '../command/deps.ts'

const SHORTEST_WAIT_MS = 50
const LONGEST_WAIT_MS = 5_000

const revoked: Failure = {
  kind: 'CANCELED',
  code: 'AGREEMENT_REVOKED',
  advice: 'NEW_AGREEMENT',
  message: 'The agreement was revoked before the provider accepted the request.',
  reachedIssuer: false,
}

/**
 * Sends a provider request's request. While the provider certainly takes nothing of it (no connection, 401, 403, 429), the very
 * same request goes out again until the window has passed or it may no longer be sent; every other outcome is returned
 * as it is.
 *
 * @param mayBeSent asked before each idempotencySupport.
 */
export async function sendRecordedRequest(
  deps: Pick<Deps, 'settings' | 'realTime'>,
  provider: Provider,
  request: ProviderRequest,
  mayBeSent: () => Promise<boolean>,
): Promise<Answer> {
  const { providerDeadlineMs, resendWindowMs } = deps.settings
  const end = deps.realTime.nowMs() + resendWindowMs
  for (let resends = 0; ; resends++) {
    const answer = await provider.send(request, { deadlineMs: providerDeadlineMs })
    if (answer.outcome !== 'notSent') return answer
    const asked = answer.retryAfterMs ?? SHORTEST_WAIT_MS * 2 ** resends
    const waitMs = Math.min(Math.max(asked, SHORTEST_WAIT_MS), LONGEST_WAIT_MS)
    if (deps.realTime.nowMs() + waitMs >= end) return answer
    await pause(deps.realTime, waitMs)
    if (!(await mayBeSent())) return { ...answer, failure: revoked }
  }
}
