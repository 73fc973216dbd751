import { createRoute, redirect } from '@tanstack/react-router'
import { ObjectName, ObjectStatus, pageOfObject } from '../../components/objects/found-object.tsx'
import { PageHead } from '../../components/page.tsx'
import { Empty } from '../../components/states.tsx'
import { type Column, DataTable } from '../../components/tables/data-table.tsx'
import { Time } from '../../components/values.tsx'
import { api } from '../../data/api.ts'
import { only } from '../../data/search.ts'
import { wordsOf } from '../../format/words.ts'
import { SearchDocument, type SearchQuery } from '../../generated/graphql.ts'
import { shellRoute } from '../../root.tsx'

type Match = SearchQuery['search'][number]
type Row = Match & { readonly id: string; readonly object: NonNullable<Match['object']> }

const COLUMNS: readonly Column<Row>[] = [
  { title: 'Found', cell: row => <ObjectName object={row.object} /> },
  { title: 'Status', cell: row => <ObjectStatus object={row.object} /> },
  { title: 'Matched by', cell: row => wordsOf(row.matchedBy) },
  { title: 'Id', kind: 'clip', cell: row => <span className="mono">{row.object.id}</span> },
  { title: 'Created', kind: 'end', cell: row => 'createdAt' in row.object && <Time at={row.object.createdAt} /> },
]

const takeSearch = only('q')

export const searchRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/search',
  validateSearch: takeSearch,
  loaderDeps: ({ search }) => search,
  async loader({ deps: { q = '' }, abortController: { signal } }) {
    const { search } = await api.request(SearchDocument, { text: q }, { signal })
    const rows = search.flatMap(({ matchedBy, object }): Row[] =>
      object ? [{ matchedBy, object, id: `${matchedBy} ${object.id}` }] : [],
    )
    const [first] = rows
    const page = first && pageOfObject(first.object)
    if (page && rows.every(({ object }) => object.id === first.object.id)) throw redirect({ href: page })
    return rows
  },
  component: Found,
})

function Found() {
  const rows = searchRoute.useLoaderData()
  const { q = '' } = searchRoute.useSearch()
  return (
    <>
      <PageHead title={`Search: ${q}`} />
      <DataTable
        title="Search results"
        columns={COLUMNS}
        rows={rows}
        linkTo={row => pageOfObject(row.object)}
        empty={
          <Empty title="Nothing has this id or reference">
            <p>
              Search for a complete id (chg_…), your own reference, the provider’s reference, or a consumer’s email
              address.
            </p>
          </Empty>
        }
      />
    </>
  )
}
