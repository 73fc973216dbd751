import { newId } from '../../base/id.ts'
import type { Result } from '../../domain/input/user-error.ts'
import { readLogEnd } from '../../store/event-log/read-end.ts'
import { mustFind } from '../../store/sql/find-rows.ts'
import type { WebhookEndpointRow } from '../../store/tables.ts'
import {
  countEndpoints,
  endpointsLock,
  findEndpoint,
  newEndpointWrite,
} from '../../store/webhook-endpoint/repository.ts'
import { invalidState } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { KEY_DAYS } from '../command/idempotency.ts'
import { runOnce } from '../command/run.ts'
import { type EndpointFields, endpointIssues, MOST_ENDPOINTS } from './checks.ts'
import { encryptSecrets, newSecret } from './secrets.ts'

export interface WebhookEndpointCreateInput extends EndpointFields {
  readonly idempotencyKey: string
  readonly url: string
  readonly ordered?: boolean | null | undefined
}

export interface WebhookEndpointCreated {
  readonly webhookEndpoint: WebhookEndpointRow
  /** Null if an earlier request with the same key created the endpoint. */
  readonly secret: string | null
  readonly replayed: boolean
}

type Refused = 'INVALID_INPUT' | 'INVALID_STATE' | 'IDEMPOTENCY_CONFLICT' | 'IDEMPOTENCY_IN_PROGRESS'

/** Creates an endpoint. It gets every event that is committed from now on. */
export async function webhookEndpointCreate(
  deps: Deps,
  caller: Caller,
  input: WebhookEndpointCreateInput,
): Promise<Result<WebhookEndpointCreated, Refused>> {
  const { tenant } = caller
  const secret = newSecret()
  return runOnce(deps, caller, {
    mutation: 'webhookEndpointCreate',
    input,
    defaults: { ordered: false, eventTypes: [] },
    keptDays: KEY_DAYS,
    issues: endpointIssues(deps, tenant.mode, input),
    locks: [endpointsLock(tenant)],
    load: async sql => {
      const [count, end] = await Promise.all([countEndpoints(sql, tenant), readLogEnd(sql)])
      return { count, end }
    },
    decide: async ({ count, end }, { cause: { now } }) => {
      if (count >= MOST_ENDPOINTS)
        return invalidState('TOO_MANY', `There can be at most ${MOST_ENDPOINTS} endpoints. Delete one first.`)
      const id = newId('webhookEndpoint', now)
      const row: WebhookEndpointRow = {
        ...{ id, ...tenant, url: input.url, description: input.description ?? null, ordered: input.ordered ?? false },
        ...{ eventTypes: [...new Set(input.eventTypes)], status: 'ENABLED', disabledReason: null },
        ...{ encryptedSecrets: encryptSecrets(deps.vault, id, [{ secret }]), overlapUntil: null },
        ...{
          logXid: end.xid,
          logSeq: end.seq,
          readAt: new Date(deps.realTime.nowMs()),
          failingSince: null,
          impaired: false,
        },
        ...{ createdAt: now, updatedAt: now },
      }
      return { ok: true, id, row, writes: [newEndpointWrite(row)] }
    },
    answer: async ({ id, replayed, row }) => ({
      webhookEndpoint:
        (row as WebhookEndpointRow | undefined) ?? (await mustFind(findEndpoint(deps.database, tenant, id))),
      secret: replayed ? null : secret,
      replayed,
    }),
  })
}
