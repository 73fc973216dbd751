import type { Deps } from '../operations/command/deps.ts'
import { HELD_MS } from '../operations/provider-request/lease.ts'
import { recoverRequest } from '../operations/provider-request/recover.ts'
import { claimDueRequests } from '../store/provider-request/repository.ts'
import { severalAtOnce } from './several-at-once.ts'
import type { Work } from './worker.ts'

const AT_ONCE = 20

/** Provider requests without a known outcome. */
export function createRecovery(deps: Deps): Work {
  return severalAtOnce({
    most: AT_ONCE,
    claim: limit =>
      claimDueRequests(deps.database, {
        now: deps.clock.now(),
        realNow: new Date(deps.realTime.nowMs()),
        leaseMs: HELD_MS,
        limit,
      }),
    async work(providerRequest) {
      try {
        await recoverRequest(deps, providerRequest, { source: 'RECONCILIATION', actor: 'recovery' })
      } catch (error) {
        deps.log.error(
          { providerRequest: providerRequest.id, err: error },
          'a provider request could not be recovered this time',
        )
      }
    },
  })
}

/** Recovers all that is due now. For tests and simulations, which run workers by hand. */
export async function recoverDue(deps: Deps): Promise<number> {
  const recovery = createRecovery(deps)
  const begun = await recovery.take()
  await recovery.idle()
  return begun
}
