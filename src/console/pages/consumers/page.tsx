import { createRoute, Link } from '@tanstack/react-router'
import { PageHead, Pager } from '../../components/page.tsx'
import { Empty } from '../../components/states.tsx'
import { Badge } from '../../components/status-badge.tsx'
import { type Column, DataTable } from '../../components/tables/data-table.tsx'
import { type Filter, Filters } from '../../components/tables/filters.tsx'
import { Time } from '../../components/values.tsx'
import { api } from '../../data/api.ts'
import { createdIn, only, pageOf } from '../../data/search.ts'
import { countryOf } from '../../format/words.ts'
import { ConsumersDocument, type ConsumersQuery } from '../../generated/graphql.ts'
import { shellRoute } from '../../root.tsx'

type Row = ConsumersQuery['consumers']['nodes'][number]

const FILTERS: readonly Filter[] = [
  { name: 'email', label: 'Email', kind: 'text' },
  { name: 'reference', label: 'Reference', kind: 'text' },
  { name: 'country', label: 'Country code', kind: 'text' },
  { name: 'from', label: 'From', kind: 'date' },
  { name: 'to', label: 'To', kind: 'date' },
]

const COLUMNS: readonly Column<Row>[] = [
  {
    title: 'Name',
    cell: row => (
      <Link to="/consumers/$id" params={{ id: row.id }} className="row-link">
        {row.name ?? <span className="mono">{row.id}</span>}
      </Link>
    ),
  },
  { title: 'Email', kind: 'clip', cell: row => row.email },
  { title: 'Country', cell: row => countryOf(row.country) },
  { title: 'Reference', kind: 'clip', cell: row => row.reference },
  { title: 'State', cell: row => row.erasedAt && <Badge tone="ended" text="Erased" /> },
  { title: 'Created', kind: 'end', cell: row => <Time at={row.createdAt} /> },
]

const takeSearch = only('email', 'reference', 'country', 'from', 'to', 'after', 'before')

export const consumersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/consumers',
  validateSearch: takeSearch,
  loaderDeps: ({ search }) => search,
  async loader({ deps, abortController: { signal } }) {
    const { email, reference, country } = deps
    const filter = {
      ...(email && { email }),
      ...(reference && { reference }),
      ...(country && { country: country.toUpperCase() }),
      ...createdIn(deps),
    }
    const { consumers } = await api.request(ConsumersDocument, { ...pageOf(deps), filter }, { signal })
    return consumers
  },
  component: Consumers,
})

function Consumers() {
  const { nodes, pageInfo } = consumersRoute.useLoaderData()
  const search = consumersRoute.useSearch()
  return (
    <>
      <PageHead title="Consumers" lead="The people who are charged, newest first." />
      <Filters filters={FILTERS} search={search} />
      <DataTable
        title="Consumers"
        columns={COLUMNS}
        rows={nodes}
        linkTo={row => `/consumers/${row.id}`}
        empty={
          <Empty title="No consumer matches">
            <p>
              Remove a filter. If there are no consumers at all, your server makes the first one with consumerCreate.
            </p>
          </Empty>
        }
      />
      <Pager info={pageInfo} count={nodes.length} search={search} />
    </>
  )
}
