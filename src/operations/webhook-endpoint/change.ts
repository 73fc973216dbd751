import type { Result } from '../../domain/input/user-error.ts'
import { succeed } from '../../domain/input/user-error.ts'
import type { Transaction } from '../../store/sql/database.ts'
import type { WebhookEndpointRow } from '../../store/tables.ts'
import { changeEndpoint, type EndpointChange, lockEndpoint } from '../../store/webhook-endpoint/repository.ts'
import { changeRecorded } from '../audit/change.ts'
import { notFound } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'

export interface EndpointChanged {
  readonly webhookEndpoint: WebhookEndpointRow
}

/** Changes an endpoint under its row's lock. */
export function changeOfEndpoint(
  { database, clock }: Pick<Deps, 'database' | 'clock'>,
  caller: Pick<Caller, 'tenant' | 'mutation'>,
  id: string,
  change: (
    row: WebhookEndpointRow,
    at: { readonly sql: Transaction; readonly now: Date },
  ) => Promise<Partial<EndpointChange>> | Partial<EndpointChange>,
): Promise<Result<EndpointChanged, 'NOT_FOUND'>> {
  return changeRecorded(database, caller, {
    async change(sql): Promise<Result<EndpointChanged, 'NOT_FOUND'>> {
      const row = await lockEndpoint(sql, caller.tenant, id)
      if (row === undefined) return notFound('webhook endpoint', id)
      const now = clock.now()
      const changed = { ...row, ...(await change(row, { sql, now })), updatedAt: now }
      return succeed({ webhookEndpoint: await changeEndpoint(sql, changed) })
    },
    changed: result => (result.ok ? result.payload.webhookEndpoint.id : undefined),
  })
}
