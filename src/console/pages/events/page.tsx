import { createRoute } from '@tanstack/react-router'
import { PageHead, Pager } from '../../components/page.tsx'
import { Empty } from '../../components/states.tsx'
import { EventTable } from '../../components/tables/event-table.tsx'
import { type Filter, Filters } from '../../components/tables/filters.tsx'
import { api } from '../../data/api.ts'
import { only, PAGE_SIZE } from '../../data/search.ts'
import { ConsoleLogDocument } from '../../generated/graphql.ts'
import { shellRoute } from '../../root.tsx'

const FILTERS: readonly Filter[] = [
  { name: 'type', label: 'Type', kind: 'text' },
  { name: 'subject', label: 'Object’s id', kind: 'text' },
  { name: 'agreement', label: 'Agreement’s id', kind: 'text' },
  { name: 'consumer', label: 'Consumer’s id', kind: 'text' },
]

const takeSearch = only('type', 'subject', 'agreement', 'consumer', 'after', 'before')

export const eventsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/events',
  validateSearch: takeSearch,
  loaderDeps: ({ search }) => search,
  async loader({ deps, abortController: { signal } }) {
    const { type, subject, agreement, consumer, after, before } = deps
    const filter = {
      ...(type && { types: [type] }),
      ...(subject && { subjectId: subject }),
      ...(agreement && { agreementId: agreement }),
      ...(consumer && { consumerId: consumer }),
    }
    // The log runs from the oldest event to the newest; the page shows it the other way.
    const page = before ? { first: PAGE_SIZE, after: before } : { last: PAGE_SIZE, ...(after && { before: after }) }
    const { events } = await api.request(ConsoleLogDocument, { ...page, filter }, { signal })
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = events.pageInfo
    return {
      nodes: events.nodes.toReversed(),
      pageInfo: {
        hasNextPage: hasPreviousPage,
        hasPreviousPage: hasNextPage,
        startCursor: endCursor,
        endCursor: startCursor,
      },
    }
  },
  component: Events,
})

function Events() {
  const { nodes, pageInfo } = eventsRoute.useLoaderData()
  const search = eventsRoute.useSearch()
  return (
    <>
      <PageHead title="Events" lead="The log of every change, newest first. Entries are never changed or removed." />
      <Filters filters={FILTERS} search={search} />
      <EventTable
        title="Events"
        events={nodes}
        empty={
          <Empty title="No event matches">
            <p>Remove a filter. Types look like charge.captured; ids are complete, e.g. chg_…</p>
          </Empty>
        }
      />
      <Pager info={pageInfo} count={nodes.length} search={search} />
    </>
  )
}
