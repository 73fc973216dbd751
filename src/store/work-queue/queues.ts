import type { ChargeReason, ProviderCode, Tenant } from '../../domain/enums.ts'
import { occurrencesInTurn } from '../schedule/due-occurrences.ts'
import {
  type ProviderEventRow,
  type ProviderRequestRow,
  providerEvents,
  providerRequests,
  type WebhookDeliveryRow,
  type WebhookEndpointRow,
  webhookDeliveries,
  webhookEndpoints,
} from '../tables.ts'
import { deliveriesInTurn, endpointsInTurn, pendingDeliveries, unreadEndpoints } from '../webhook-endpoint/due.ts'
import { type DueRowsOptions, dueRows } from './work-queue.ts'

interface NamedRow extends Tenant {
  readonly id: string
}

/** An object whose status the gateway queries at its provider. */
export interface ReconcilableRow extends NamedRow {
  readonly provider: ProviderCode
  readonly providerAccountId: string | null
  /** The reason of a charge; null for an agreement. */
  readonly reason: ChargeReason | null
  readonly agreementId: string
  readonly changedAt: Date
}

/** An agreement that has waited too long for its consumer. */
export interface OverdueAgreement extends NamedRow {
  /** When the creation request was sent with what the consumer entered; null if they entered nothing. */
  readonly sentAt: Date | null
}

export interface OccurrenceName extends NamedRow {
  readonly scheduleId: string
}

export interface DueOccurrence extends OccurrenceName {
  readonly agreementId: string
  readonly dueAt: Date
}

/** How many deliveries one endpoint has in flight, and one that fails or is slow. */
const ENDPOINT_AT_ONCE = 8
const IMPAIRED_ENDPOINT_AT_ONCE = 2

const named = 't.id, t.merchant_id AS "merchantId", t.mode'
const reconcilable = `${named}, t.provider, t.provider_account_id AS "providerAccountId", t.updated_at AS "changedAt"`

/** The due work of each background job. The jobs' loops and the sandbox clock read it here. */
export const queues = {
  recovery: [
    dueRows<ProviderRequestRow>('provider-requests', {
      ...{ table: 'provider_requests', dueColumn: 'next_status_query_at', where: `t.state <> 'SETTLED'` },
      columns: providerRequests.select('t'),
    }),
  ],
  inbox: [
    dueRows<ProviderEventRow>('provider-events', {
      ...{ table: 'provider_events', dueColumn: 'next_try_at', columns: providerEvents.select('t') },
    }),
  ],
  expiry: [
    dueRows<NamedRow>('agreements-ended', {
      ...{ table: 'agreements', dueColumn: 'ends_at', where: `t.status = 'ACTIVE'`, columns: named },
    }),
    // Due since the last of the agreed charges. A charge counts once its money has moved, so one that may still fail
    // does not count.
    dueRows<NamedRow>('agreements-used-up', {
      ...{ table: 'agreements', since: 't.updated_at', columns: named },
      where: `t.status = 'ACTIVE' AND t.charge_count <= (SELECT count(*) FROM charges c
        WHERE c.agreement_id = t.id AND c.status IN ('CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED'))`,
    }),
  ],
  reconciliation: [
    dueRows<ReconcilableRow>('charges-to-reconcile', {
      ...{ table: 'charges', dueColumn: 'reconcile_at' },
      columns: `${reconcilable}, t.reason, t.agreement_id AS "agreementId"`,
    }),
    dueRows<ReconcilableRow>('agreements-to-reconcile', {
      ...{ table: 'agreements', dueColumn: 'reconcile_at' },
      columns: `${reconcilable}, NULL AS reason, t.id AS "agreementId"`,
    }),
  ],
  abandoned: [
    dueRows<OverdueAgreement>('agreements-overdue', {
      ...{ table: 'agreements', dueColumn: 'awaited_until', where: `t.status = 'AUTHENTICATION_PENDING'` },
      columns: `${named}, (SELECT r.first_sent_at FROM provider_requests r
        WHERE r.agreement_id = t.id AND r.purpose = 'AGREEMENT_CREATE') AS "sentAt"`,
    }),
  ],
  scheduler: [
    dueRows<DueOccurrence>('occurrences', {
      ...{ table: 'occurrences', dueColumn: 'next_at', choice: occurrencesInTurn },
      columns: `${named}, t.schedule_id AS "scheduleId", t.due_at AS "dueAt",
        (SELECT s.agreement_id FROM schedules s WHERE s.id = t.schedule_id) AS "agreementId"`,
    }),
  ],
  // Due since the end of the occurrence's last charge; its earlier charges have failed.
  settlement: [
    dueRows<OccurrenceName>('occurrences-decided', {
      ...{ table: 'occurrences', since: 'c.updated_at', where: `t.status = 'PROCESSING'` },
      join: `JOIN LATERAL (
        SELECT c.status, c.updated_at FROM charges c WHERE c.occurrence_id = t.id ORDER BY c.attempt_number DESC LIMIT 1
      ) c ON c.status IN ('CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'VOIDED', 'FAILED', 'DISCARDED')`,
      columns: `${named}, t.schedule_id AS "scheduleId"`,
    }),
  ],
  ending: [
    dueRows<NamedRow>('schedules-ended', {
      ...{ table: 'schedules', since: 't.updated_at', columns: named },
      where: `t.agreement_ended AND t.status IN ('ACTIVE', 'PAUSED', 'PAST_DUE')`,
    }),
  ],
  logReading: [
    dueRows<WebhookEndpointRow>('webhook-endpoints', {
      ...{ table: 'webhook_endpoints', since: 'e.occurred_at', ...unreadEndpoints, choice: endpointsInTurn },
      columns: webhookEndpoints.select('t'),
    }),
  ],
  delivery: [deliveries('webhook-deliveries', false, ENDPOINT_AT_ONCE)],
  // Apart from the others, so that endpoints that fail or are slow take no place of those that answer.
  redelivery: [deliveries('webhook-redeliveries', true, IMPAIRED_ENDPOINT_AT_ONCE)],
} satisfies Record<string, readonly DueRowsOptions[]>

function deliveries(name: string, impaired: boolean, atOnce: number) {
  return dueRows<WebhookDeliveryRow>(name, {
    ...{ table: 'webhook_deliveries', dueColumn: 'next_at', ...pendingDeliveries(impaired) },
    choice: deliveriesInTurn(impaired, atOnce),
    columns: webhookDeliveries.select('t'),
  })
}

export type JobName = keyof typeof queues
