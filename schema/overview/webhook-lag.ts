import { type WebhookLagRow, webhookLag } from '../../src/store/reads/overview/webhook-lag.ts'
import { builder } from '../builder.ts'
import { ProviderCode } from '../common/provider-code.ts'
import { listOf } from '../lists/sizes.ts'
import { Overview } from './node.ts'

const lag = (what: string) =>
  `${what}, in milliseconds, from the first delivery until it was processed. Null if none was processed.`

const WebhookLag = builder.objectRef<WebhookLagRow>('WebhookLag').implement({
  description: 'The webhooks of one provider, and how long they waited for processing.',
  fields: t => ({
    provider: t.expose('provider', { type: ProviderCode, description: 'The provider that sent them.' }),
    received: t.exposeInt('received', { description: 'How many were delivered. A repeated delivery counts once.' }),
    processed: t.exposeInt('processed', { description: 'How many are PROCESSED.' }),
    unmatched: t.exposeInt('unmatched', { description: 'How many are UNMATCHED.' }),
    rejected: t.exposeInt('rejected', { description: 'How many were REJECTED.' }),
    failed: t.exposeInt('failed', { description: 'How many are FAILED.' }),
    medianMs: t.exposeInt('medianMs', { nullable: true, description: lag('The median') }),
    p95Ms: t.exposeInt('p95Ms', { nullable: true, description: lag('The 95th percentile') }),
    maxMs: t.exposeInt('maxMs', { nullable: true, description: lag('The longest time') }),
  }),
})

// ── Overview.webhooks

builder.objectField(Overview, 'webhooks', t =>
  t.field({
    type: [WebhookLag],
    description: 'The webhooks that were delivered in the time range, by provider.',
    extensions: listOf(2),
    resolve: (range, _args, { deps, caller }) => webhookLag(deps.database, caller.tenant, range),
  }),
)
