import { createRoute, notFound, useRouteContext } from '@tanstack/react-router'
import { formatMoney } from '../../../client/money/index.ts'
import { PageHead, Panel, Section } from '../../components/page.tsx'
import { NotFound, Notice } from '../../components/states.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { Json, Money, Time } from '../../components/values.tsx'
import { api } from '../../data/api.ts'
import { useLive } from '../../data/live.ts'
import { only } from '../../data/search.ts'
import { everyOf, plural } from '../../format/words.ts'
import { SchedulePageDocument, TaxonomyDocument } from '../../generated/graphql.ts'
import { shellRoute } from '../../root.tsx'
import { ScheduleActions } from './actions.tsx'
import { Calendar } from './calendar.tsx'
import { marksOf } from './days.ts'
import { DeclinePreview } from './decline-preview.tsx'
import { ScheduleFacts } from './facts.tsx'
import { Occurrences } from './occurrences.tsx'

const USUAL_DECLINE = 'INSUFFICIENT_FUNDS'

const takeSearch = only('month', 'decline', 'after')

export const scheduleRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/schedules/$id',
  validateSearch: takeSearch,
  // The month only changes what is shown.
  loaderDeps: ({ search: { decline = USUAL_DECLINE, after } }) => ({ decline, ...(after && { after }) }),
  async loader({ params, deps, abortController: { signal } }) {
    const [{ schedule }, { declineTaxonomy }] = await Promise.all([
      api.request(SchedulePageDocument, { ...params, ...deps }, { signal }),
      api.request(TaxonomyDocument, {}, { signal }),
    ])
    if (schedule === null) throw notFound()
    return { schedule, codes: declineTaxonomy.codes }
  },
  component: SchedulePage,
  notFoundComponent: NotFound,
})

function SchedulePage() {
  const { schedule, codes } = scheduleRoute.useLoaderData()
  const search = scheduleRoute.useSearch()
  const { viewer } = useRouteContext({ from: '/shell' })
  useLive({ subjectId: schedule.id }, schedule.eventCursor)
  const { timeZone, upcoming, occurrences, retriesAfter, nextChargeAt } = schedule
  const marks = marksOf({ timeZone, upcoming, occurrences: occurrences.nodes })
  return (
    <>
      <PageHead
        title={
          <>
            <Money amount={schedule.amount} /> {everyOf(schedule).toLowerCase()}
          </>
        }
        tab={`${formatMoney(schedule.amount)} ${everyOf(schedule).toLowerCase()}`}
        above={viewer.kind === 'MERCHANT' ? { to: '/schedules', text: 'Schedules' } : undefined}
        lead={
          <span className="badges">
            <StatusBadge status={schedule.status} />
            {nextChargeAt && (
              <span className="soft">
                Next charge <Time at={nextChargeAt} />
              </span>
            )}
          </span>
        }
      >
        <ScheduleActions id={schedule.id} status={schedule.status} isTerminal={schedule.terminal} />
      </PageHead>
      <div className="stack">{schedule.statusReason && <Notice tone="wait">{schedule.statusReason}</Notice>}</div>
      <div className="split">
        <div className="stack">
          <Panel title="Calendar" aside={<span className="faint small">{timeZone}</span>}>
            <Calendar marks={marks} timeZone={timeZone} month={search.month} search={search} />
          </Panel>
          <Section
            title="Payments"
            aside={<span className="faint small">{plural(occurrences.totalCount, 'payment')}</span>}
          >
            <Occurrences occurrences={occurrences.nodes} info={occurrences.pageInfo} search={search} />
          </Section>
        </div>
        <div className="stack">
          {retriesAfter && !schedule.terminal && (
            <Panel title="What a decline leads to">
              <DeclinePreview
                preview={retriesAfter}
                codes={codes}
                decline={search.decline ?? USUAL_DECLINE}
                timeZone={timeZone}
                search={search}
              />
            </Panel>
          )}
          <Panel title="Details">
            <ScheduleFacts schedule={schedule} />
          </Panel>
          {schedule.metadata !== null && (
            <Panel title="Metadata">
              <Json value={schedule.metadata} />
            </Panel>
          )}
        </div>
      </div>
    </>
  )
}
