import { type Result, succeed } from '../../domain/input/user-error.ts'
import { removeEndpoint, removeSomeDeliveries } from '../../store/webhook-endpoint/repository.ts'
import { changeRecorded } from '../audit/change.ts'
import { notFound } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { webhookEndpointPause } from './status.ts'

export interface WebhookEndpointDeleteInput {
  readonly webhookEndpointId: string
}

export interface WebhookEndpointDeleted {
  readonly webhookEndpointId: string
}

const AT_ONCE = 1_000

/**
 * Deletes an endpoint with its history and its secrets. It is paused first, then its deliveries go in small statements.
 * A call that was interrupted is repeated.
 */
export async function webhookEndpointDelete(
  deps: Pick<Deps, 'database' | 'clock'>,
  caller: Pick<Caller, 'tenant' | 'mutation'>,
  { webhookEndpointId }: WebhookEndpointDeleteInput,
): Promise<Result<WebhookEndpointDeleted, 'NOT_FOUND'>> {
  const { tenant } = caller
  // Without the mutation: what is recorded is the deletion.
  const paused = await webhookEndpointPause(deps, { tenant }, { webhookEndpointId })
  if (!paused.ok) return paused
  while ((await removeSomeDeliveries(deps.database, tenant, webhookEndpointId, AT_ONCE)) === AT_ONCE);
  const removed = await changeRecorded(deps.database, caller, {
    change: sql => removeEndpoint(sql, tenant, webhookEndpointId),
    changed: isRemoved => (isRemoved ? webhookEndpointId : undefined),
  })
  return removed ? succeed({ webhookEndpointId }) : notFound('webhook endpoint', webhookEndpointId)
}
