import { createRoute, notFound } from '@tanstack/react-router'
import { useState } from 'react'
import { PageHead, Pager, Panel, Section } from '../../components/page.tsx'
import { NotFound, Notice } from '../../components/states.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { type Filter, Filters } from '../../components/tables/filters.tsx'
import { Ago, Copyable, Facts, Time } from '../../components/values.tsx'
import { api } from '../../data/api.ts'
import { listOf, only, pageOf } from '../../data/search.ts'
import { WEBHOOK_DELIVERY_STATES } from '../../data/values.ts'
import { type WebhookEndpointRowFragment, WebhookPageDocument } from '../../generated/graphql.ts'
import { shellRoute } from '../../root.tsx'
import { EndpointActions } from './actions.tsx'
import { Deliveries } from './deliveries.tsx'
import { SecretNotice } from './secret-notice.tsx'

const FILTERS: readonly Filter[] = [
  { name: 'state', label: 'State', kind: 'many', values: WEBHOOK_DELIVERY_STATES },
  { name: 'event', label: 'Event’s id', kind: 'text' },
]

const takeSearch = only('state', 'event', 'after', 'before')

export const webhookRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/webhooks/$id',
  validateSearch: takeSearch,
  loaderDeps: ({ search }) => search,
  async loader({ params: { id }, deps, abortController: { signal } }) {
    const { state, event } = deps
    const filter = {
      webhookEndpointId: id,
      state: listOf(state, WEBHOOK_DELIVERY_STATES),
      ...(event && { eventId: event }),
    }
    const { node, webhookDeliveries } = await api.request(
      WebhookPageDocument,
      { id, ...pageOf(deps), filter },
      { signal },
    )
    if (node?.__typename !== 'WebhookEndpoint') throw notFound()
    return { endpoint: node, ...webhookDeliveries }
  },
  component: WebhookPage,
  notFoundComponent: NotFound,
})

const REASONS = {
  GONE: 'The endpoint answered 410 Gone, so nothing more is sent to it.',
  FAILING: 'The endpoint failed for five days without one success.',
} as const

function WebhookPage() {
  const { endpoint, nodes, pageInfo } = webhookRoute.useLoaderData()
  const search = webhookRoute.useSearch()
  const [secret, setSecret] = useState<string>()
  const { id, url, status, disabledReason, failingSince } = endpoint
  return (
    <>
      <PageHead
        title={endpoint.description ?? 'Webhook endpoint'}
        above={{ to: '/webhooks', text: 'Webhooks' }}
        lead={
          <span className="badges">
            <StatusBadge status={status} />
            <span className="soft mono">{url}</span>
          </span>
        }
      >
        <EndpointActions id={id} status={status} onSecret={setSecret} />
      </PageHead>
      <SecretNotice secret={secret} />
      <div className="stack">
        {disabledReason && <Notice tone="bad">{REASONS[disabledReason]} Mend it, then resume it.</Notice>}
        {failingSince && !disabledReason && (
          <Notice tone="wait">
            It first failed <Ago at={failingSince} />, with no success since. Each webhook is tried for three days.
          </Notice>
        )}
      </div>
      <div className="split">
        <Section title="Deliveries">
          <Filters filters={FILTERS} search={search} />
          <Deliveries deliveries={nodes} />
          <Pager info={pageInfo} count={nodes.length} search={search} />
        </Section>
        <EndpointFacts endpoint={endpoint} />
      </div>
    </>
  )
}

function EndpointFacts({ endpoint }: { readonly endpoint: WebhookEndpointRowFragment }) {
  const { id, eventTypes, ordered, secretOverlapUntil, createdAt } = endpoint
  return (
    <Panel title="Endpoint">
      <Facts
        rows={[
          ['Id', <Copyable key="id" text={id} label="the endpoint’s id" />],
          ['Events', eventTypes.length === 0 ? 'All' : eventTypes.join(', ')],
          ['Order', ordered ? 'Each object’s events in order' : 'As they come'],
          ['Former secret signs until', secretOverlapUntil && <Time key="until" at={secretOverlapUntil} />],
          ['Created', <Time key="created" at={createdAt} />],
        ]}
      />
    </Panel>
  )
}
