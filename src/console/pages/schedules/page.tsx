import { createRoute } from '@tanstack/react-router'
import { PageHead, Pager } from '../../components/page.tsx'
import { Empty } from '../../components/states.tsx'
import { type Filter, Filters } from '../../components/tables/filters.tsx'
import { ScheduleTable } from '../../components/tables/schedule-table.tsx'
import { api } from '../../data/api.ts'
import { createdIn, listOf, only, pageOf } from '../../data/search.ts'
import { SCHEDULE_STATUSES } from '../../data/values.ts'
import { SchedulesDocument } from '../../generated/graphql.ts'
import { shellRoute } from '../../root.tsx'

const FILTERS: readonly Filter[] = [
  { name: 'status', label: 'Status', kind: 'many', values: SCHEDULE_STATUSES },
  { name: 'reference', label: 'Reference', kind: 'text' },
  { name: 'from', label: 'From', kind: 'date' },
  { name: 'to', label: 'To', kind: 'date' },
]

const takeSearch = only('status', 'reference', 'from', 'to', 'after', 'before')

export const schedulesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/schedules',
  validateSearch: takeSearch,
  loaderDeps: ({ search }) => search,
  async loader({ deps, abortController: { signal } }) {
    const { status, reference } = deps
    const filter = {
      status: listOf(status, SCHEDULE_STATUSES),
      ...(reference && { reference }),
      ...createdIn(deps),
    }
    const { schedules } = await api.request(SchedulesDocument, { ...pageOf(deps), filter }, { signal })
    return schedules
  },
  component: Schedules,
})

function Schedules() {
  const { nodes, pageInfo } = schedulesRoute.useLoaderData()
  const search = schedulesRoute.useSearch()
  return (
    <>
      <PageHead title="Schedules" lead="Agreements that the gateway charges automatically, newest first." />
      <Filters filters={FILTERS} search={search} />
      <ScheduleTable
        title="Schedules"
        schedules={nodes}
        empty={
          <Empty title="No schedule matches">
            <p>
              Remove a filter. If there are no schedules at all, your server makes the first one with scheduleCreate.
            </p>
          </Empty>
        }
      />
      <Pager info={pageInfo} count={nodes.length} search={search} />
    </>
  )
}
