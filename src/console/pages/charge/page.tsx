import { createRoute, Link, notFound, useRouteContext } from '@tanstack/react-router'
import { formatMoney } from '../../../client/money/index.ts'
import { FailureNotice } from '../../components/failure.tsx'
import { ProviderEventList } from '../../components/objects/provider-event-list.tsx'
import { PageHead, Panel, Section } from '../../components/page.tsx'
import { NotFound, Notice } from '../../components/states.tsx'
import { Badge, StatusBadge } from '../../components/status-badge.tsx'
import { Due, Json, Money } from '../../components/values.tsx'
import { api } from '../../data/api.ts'
import { useLive } from '../../data/live.ts'
import { wordsOf } from '../../format/words.ts'
import { ChargePageDocument } from '../../generated/graphql.ts'
import { shellRoute } from '../../root.tsx'
import { ChargeActions } from './actions.tsx'
import { ChargeFacts } from './facts.tsx'
import { MoneyBar } from './money-bar.tsx'
import { Operations, operationsOf } from './operations.tsx'
import { Resolve } from './resolve.tsx'
import { Timeline } from './timeline.tsx'

export const chargeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/charges/$id',
  async loader({ params, abortController: { signal } }) {
    const { charge, providerEvents } = await api.request(ChargePageDocument, params, { signal })
    if (charge === null) throw notFound()
    return { charge, providerEvents: providerEvents.nodes }
  },
  component: ChargePage,
  notFoundComponent: NotFound,
})

/** What the gateway does without anybody's help. */
const STEPS: Readonly<Record<string, string>> = {
  LOOK_UP: 'an automatic status query',
  RECONCILE: 'an automatic status query',
  RETRY: 'an automatic retry',
}

const UNSETTLED = new Set(['UNKNOWN', 'PENDING'])

function ChargePage() {
  const { charge, providerEvents } = chargeRoute.useLoaderData()
  const { viewer } = useRouteContext({ from: '/shell' })
  useLive({ subjectId: charge.id }, charge.eventCursor)
  const operations = operationsOf(charge)
  const isOperator = viewer.scopes.includes('operator')
  const unsettled = operations.filter(({ status }) => charge.needsAttention || UNSETTLED.has(status))
  return (
    <>
      <PageHead
        title={<Money amount={charge.amount} />}
        tab={`Charge of ${formatMoney(charge.amount)}`}
        above={viewer.kind === 'MERCHANT' ? { to: '/charges', text: 'Charges' } : undefined}
        lead={
          <span className="badges">
            <StatusBadge status={charge.status} />
            {charge.needsAttention && <Badge tone="wait" text="Needs attention" />}
          </span>
        }
      >
        <ChargeActions charge={charge} />
      </PageHead>
      <div className="stack">
        {charge.failure && <FailureNotice failure={charge.failure} />}
        {charge.needsAttention && (
          <Notice tone="wait">
            The provider and this gateway do not agree, or an outcome could not be found. The timeline says why. Ask the
            provider, then resolve the operation.
          </Notice>
        )}
        {charge.nextStep && (
          <Notice tone="busy">
            <strong>
              Next: {STEPS[charge.nextStep.action] ?? wordsOf(charge.nextStep.action)} <Due at={charge.nextStep.at} />.
            </strong>{' '}
            {charge.nextStep.reason}
          </Notice>
        )}
      </div>
      <div className="split">
        <div className="stack">
          <Panel title="Money">
            <MoneyBar {...charge} />
          </Panel>
          <Section title="Operations">
            <Operations operations={operations} />
            {isOperator && unsettled.length > 0 && (
              <div className="button-row spaced">
                {unsettled.map(operation => (
                  <Resolve key={operation.id} chargeId={charge.id} operation={operation} />
                ))}
              </div>
            )}
          </Section>
          {charge.timeline && (
            <Panel title="Timeline">
              <Timeline entries={charge.timeline} />
            </Panel>
          )}
          {viewer.kind === 'MERCHANT' && (
            <Panel title="Provider events">
              {providerEvents.length === 0 ? (
                <p className="soft">No webhook about this charge has arrived.</p>
              ) : (
                <ProviderEventList events={providerEvents} />
              )}
            </Panel>
          )}
        </div>
        <div className="stack">
          <Panel title="Details">
            <ChargeFacts charge={charge} />
          </Panel>
          {charge.metadata !== null && (
            <Panel title="Metadata">
              <Json value={charge.metadata} />
            </Panel>
          )}
          {charge.schedule && (
            <Panel title="Schedule">
              <p className="soft">
                Payment {(charge.occurrence?.index ?? 0) + 1} of{' '}
                <Link to="/schedules/$id" params={{ id: charge.schedule.id }}>
                  its schedule
                </Link>
                .
              </p>
            </Panel>
          )}
        </div>
      </div>
    </>
  )
}
