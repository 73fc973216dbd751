import { createRoute, Link, useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import { PageHead, Pager } from '../../components/page.tsx'
import { Empty } from '../../components/states.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { type Column, DataTable } from '../../components/tables/data-table.tsx'
import { Ago, Time } from '../../components/values.tsx'
import { api } from '../../data/api.ts'
import { only, pageOf } from '../../data/search.ts'
import { type WebhookEndpointRowFragment, WebhooksDocument } from '../../generated/graphql.ts'
import { shellRoute } from '../../root.tsx'
import { SecretNotice } from '../webhook/secret-notice.tsx'
import { CreateEndpoint } from './create.tsx'

const COLUMNS: readonly Column<WebhookEndpointRowFragment>[] = [
  {
    title: 'Address',
    kind: 'clip',
    cell: ({ id, url }) => (
      <Link to="/webhooks/$id" params={{ id }} className="row-link mono">
        {url}
      </Link>
    ),
  },
  { title: 'Status', cell: row => <StatusBadge status={row.status} /> },
  { title: 'Description', kind: 'clip', cell: row => row.description },
  { title: 'Events', cell: row => (row.eventTypes.length === 0 ? 'All' : row.eventTypes.join(', ')) },
  { title: 'Failing since', cell: row => row.failingSince && <Ago at={row.failingSince} /> },
  { title: 'Created', kind: 'end', cell: row => <Time at={row.createdAt} /> },
]

const takeSearch = only('after', 'before')

export const webhooksRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/webhooks',
  validateSearch: takeSearch,
  loaderDeps: ({ search }) => search,
  async loader({ deps, abortController: { signal } }) {
    return (await api.request(WebhooksDocument, pageOf(deps), { signal })).webhookEndpoints
  },
  component: Webhooks,
})

function Webhooks() {
  const { nodes, pageInfo } = webhooksRoute.useLoaderData()
  const search = webhooksRoute.useSearch()
  const { viewer } = useRouteContext({ from: '/shell' })
  const [secret, setSecret] = useState<string>()
  return (
    <>
      <PageHead title="Webhooks" lead="Where the gateway tells your servers what has happened.">
        {viewer.scopes.includes('manage') && <CreateEndpoint onSecret={setSecret} />}
      </PageHead>
      <SecretNotice secret={secret} />
      <DataTable
        title="Webhook endpoints"
        columns={COLUMNS}
        rows={nodes}
        linkTo={({ id }) => `/webhooks/${id}`}
        empty={
          <Empty title="No endpoint yet">
            <p>Add the address of one of your servers. Each event is sent to it, signed, once it has happened.</p>
          </Empty>
        }
      />
      <Pager info={pageInfo} count={nodes.length} search={search} />
    </>
  )
}
