import { type Result, succeed } from '../../domain/input/user-error.ts'
import type { WebhookDeliveryRow } from '../../store/tables.ts'
import { retryDelivery } from '../../store/webhook-endpoint/deliveries.ts'
import { changeRecorded } from '../audit/change.ts'
import { notFound } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'

export interface WebhookDeliveryRetryInput {
  readonly webhookDeliveryId: string
}

/** Makes a delivery due now, also one that has ended. */
export async function webhookDeliveryRetry(
  { database, clock, tail }: Pick<Deps, 'database' | 'clock' | 'tail'>,
  caller: Pick<Caller, 'tenant' | 'mutation'>,
  { webhookDeliveryId }: WebhookDeliveryRetryInput,
): Promise<Result<{ readonly webhookDelivery: WebhookDeliveryRow }, 'NOT_FOUND'>> {
  const webhookDelivery = await changeRecorded(database, caller, {
    change: sql => retryDelivery(sql, caller.tenant, webhookDeliveryId, clock.now()),
    changed: row => row?.id,
  })
  tail.wake()
  return webhookDelivery ? succeed({ webhookDelivery }) : notFound('webhook delivery', webhookDeliveryId)
}
