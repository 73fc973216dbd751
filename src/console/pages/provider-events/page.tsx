import { createRoute } from '@tanstack/react-router'
import { ObjectLink } from '../../components/objects/object-link.tsx'
import { PageHead, Pager } from '../../components/page.tsx'
import { Empty } from '../../components/states.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { type Column, DataTable } from '../../components/tables/data-table.tsx'
import { type Filter, Filters } from '../../components/tables/filters.tsx'
import { Json, Name, Time } from '../../components/values.tsx'
import { api } from '../../data/api.ts'
import { listOf, oneOf, only, pageOf } from '../../data/search.ts'
import { PROVIDER_EVENT_STATUSES, PROVIDERS } from '../../data/values.ts'
import { type ProviderEventRowFragment, ProviderEventsDocument } from '../../generated/graphql.ts'
import { shellRoute } from '../../root.tsx'

const FILTERS: readonly Filter[] = [
  { name: 'status', label: 'Status', kind: 'many', values: PROVIDER_EVENT_STATUSES },
  { name: 'provider', label: 'Provider', kind: 'one', values: PROVIDERS },
  { name: 'type', label: 'Type', kind: 'text' },
  { name: 'subject', label: 'Object’s id', kind: 'text' },
]

const COLUMNS: readonly Column<ProviderEventRowFragment>[] = [
  { title: 'Type', cell: row => <Name text={row.type ?? 'no type'} /> },
  { title: 'Status', cell: row => <StatusBadge status={row.status} /> },
  { title: 'Provider', cell: row => row.provider },
  {
    title: 'Object',
    kind: 'clip',
    cell: ({ subject }) => subject && <ObjectLink type={subject.__typename} id={subject.id} />,
  },
  { title: 'Deliveries', cell: row => <span className="number">{row.deliveries}</span> },
  {
    title: 'Content',
    cell: row => (
      <details className="body">
        <summary>Show</summary>
        {row.error && <p className="field-error">{row.error}</p>}
        <Json value={row.body} />
      </details>
    ),
  },
  { title: 'Received', kind: 'end', cell: row => <Time at={row.receivedAt} /> },
]

const takeSearch = only('status', 'provider', 'type', 'subject', 'after', 'before')

export const providerEventsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/provider-events',
  validateSearch: takeSearch,
  loaderDeps: ({ search }) => search,
  async loader({ deps, abortController: { signal } }) {
    const { status, provider, type, subject } = deps
    const filter = {
      status: listOf(status, PROVIDER_EVENT_STATUSES),
      provider: oneOf(provider, PROVIDERS),
      ...(type && { type }),
      ...(subject && { subjectId: subject }),
    }
    const { providerEvents } = await api.request(ProviderEventsDocument, { ...pageOf(deps), filter }, { signal })
    return providerEvents
  },
  component: ProviderEvents,
})

function ProviderEvents() {
  const { nodes, pageInfo } = providerEventsRoute.useLoaderData()
  const search = providerEventsRoute.useSearch()
  return (
    <>
      <PageHead title="Provider events" lead="The webhooks that providers sent, as they came, newest first." />
      <Filters filters={FILTERS} search={search} />
      <DataTable
        title="Provider events"
        columns={COLUMNS}
        rows={nodes}
        empty={
          <Empty title="No webhook matches">
            <p>Remove a filter. If nothing ever arrives, check the webhook’s address in the provider’s settings.</p>
          </Empty>
        }
      />
      <Pager info={pageInfo} count={nodes.length} search={search} />
    </>
  )
}
