import { createRoute, notFound, useRouteContext } from '@tanstack/react-router'
import { PageHead, Panel, Section } from '../../components/page.tsx'
import { Empty, NotFound, Notice } from '../../components/states.tsx'
import { AgreementTable } from '../../components/tables/agreement-table.tsx'
import { ChargeTable } from '../../components/tables/charge-table.tsx'
import { EventTable } from '../../components/tables/event-table.tsx'
import { ScheduleTable } from '../../components/tables/schedule-table.tsx'
import { Json, Time } from '../../components/values.tsx'
import { api } from '../../data/api.ts'
import { useLive } from '../../data/live.ts'
import { ConsumerPageDocument } from '../../generated/graphql.ts'
import { shellRoute } from '../../root.tsx'
import { Erase } from './erase.tsx'
import { ConsumerFacts } from './facts.tsx'

export const consumerRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/consumers/$id',
  async loader({ params, abortController: { signal } }) {
    const { consumer, schedules, events } = await api.request(ConsumerPageDocument, params, { signal })
    if (consumer === null) throw notFound()
    return { consumer, schedules: schedules.nodes, events: events.nodes.toReversed() }
  },
  component: ConsumerPage,
  notFoundComponent: NotFound,
})

function ConsumerPage() {
  const { consumer, schedules, events } = consumerRoute.useLoaderData()
  const { viewer } = useRouteContext({ from: '/shell' })
  useLive({ consumerId: consumer.id }, consumer.eventCursor)
  const { agreements, charges, erasedAt } = consumer
  const more = (page: { readonly hasNextPage: boolean }) =>
    page.hasNextPage && <span className="faint small">The latest 25</span>
  return (
    <>
      <PageHead
        title={consumer.name ?? (erasedAt ? 'Erased consumer' : 'Consumer without a name')}
        above={viewer.kind === 'MERCHANT' ? { to: '/consumers', text: 'Consumers' } : undefined}
        lead={consumer.email}
      >
        {viewer.scopes.includes('manage') && erasedAt === null && <Erase consumer={consumer} />}
      </PageHead>
      <div className="stack">
        {erasedAt && (
          <Notice tone="ended">
            The personal data was erased on <Time at={erasedAt} />. Amounts and dates were kept.
          </Notice>
        )}
      </div>
      <div className="split">
        <div className="stack">
          <Section title="Agreements" aside={more(agreements.pageInfo)}>
            <AgreementTable
              title="Agreements"
              agreements={agreements.nodes}
              isOfOneConsumer
              empty={<Empty title="No agreement yet" />}
            />
          </Section>
          <Section title="Charges" aside={more(charges.pageInfo)}>
            <ChargeTable
              title="Charges"
              charges={charges.nodes}
              ofOne="consumer"
              empty={<Empty title="Nothing was charged yet" />}
            />
          </Section>
          <Section title="Schedules">
            <ScheduleTable
              title="Schedules"
              schedules={schedules}
              isOfOneConsumer
              empty={<Empty title="No schedule charges this consumer" />}
            />
          </Section>
          <Section title="Events">
            <EventTable title="Events" events={events} isNarrow empty={<Empty title="No events" />} />
          </Section>
        </div>
        <div className="stack">
          <Panel title="Details">
            <ConsumerFacts consumer={consumer} />
          </Panel>
          {consumer.metadata !== null && (
            <Panel title="Metadata">
              <Json value={consumer.metadata} />
            </Panel>
          )}
        </div>
      </div>
    </>
  )
}
