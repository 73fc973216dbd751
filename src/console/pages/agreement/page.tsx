import { createRoute, Link, notFound, useRouteContext } from '@tanstack/react-router'
import { FailureNotice } from '../../components/failure.tsx'
import { Action } from '../../components/forms/action.tsx'
import { ReasonField, readReason } from '../../components/forms/reason-field.tsx'
import { PageHead, Panel, Section } from '../../components/page.tsx'
import { Empty, NotFound } from '../../components/states.tsx'
import { Badge, StatusBadge } from '../../components/status-badge.tsx'
import { ChargeTable } from '../../components/tables/charge-table.tsx'
import { ScheduleTable } from '../../components/tables/schedule-table.tsx'
import { Json, Time } from '../../components/values.tsx'
import { api } from '../../data/api.ts'
import { useLive } from '../../data/live.ts'
import { methodOf, wordsOf } from '../../format/words.ts'
import { AgreementPageDocument, ConsoleRevokeDocument } from '../../generated/graphql.ts'
import { shellRoute } from '../../root.tsx'
import { type AgreementData, AgreementFacts } from './facts.tsx'

export const agreementRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/agreements/$id',
  async loader({ params, abortController: { signal } }) {
    const { agreement } = await api.request(AgreementPageDocument, params, { signal })
    if (agreement === null) throw notFound()
    return agreement
  },
  component: AgreementPage,
  notFoundComponent: NotFound,
})

function AgreementPage() {
  const agreement = agreementRoute.useLoaderData()
  const { viewer } = useRouteContext({ from: '/shell' })
  useLive({ agreementId: agreement.id }, agreement.eventCursor)
  const { charges, schedules, history, revocations } = agreement
  return (
    <>
      <PageHead
        title={methodOf(agreement)}
        above={viewer.kind === 'MERCHANT' ? { to: '/agreements', text: 'Agreements' } : undefined}
        lead={
          <span className="badges">
            <StatusBadge status={agreement.status} />
            {agreement.needsAttention && <Badge tone="wait" text="Needs attention" />}
          </span>
        }
      >
        {viewer.scopes.includes('manage') && !agreement.terminal && <Revoke agreement={agreement} />}
      </PageHead>
      <div className="stack">{agreement.failure && <FailureNotice failure={agreement.failure} />}</div>
      <div className="split">
        <div className="stack">
          <Section
            title="Charges"
            aside={
              charges.pageInfo.hasNextPage && (
                <Link to="/consumers/$id" params={{ id: agreement.consumer.id }}>
                  All of the consumer
                </Link>
              )
            }
          >
            <ChargeTable
              title="Charges"
              charges={charges.nodes}
              ofOne="agreement"
              empty={<Empty title="Nothing was charged yet" />}
            />
          </Section>
          {schedules && (
            <Section title="Schedules">
              <ScheduleTable
                title="Schedules"
                schedules={schedules.nodes}
                isOfOneConsumer
                empty={<Empty title="No schedule charges this agreement" />}
              />
            </Section>
          )}
          {history && (
            <Panel title="History">
              <ul className="rows">
                {history.toReversed().map(({ status, source, at, failure }) => (
                  <li key={`${at} ${status}`} className="row-line">
                    <StatusBadge status={status} />
                    <span className="soft">{failure ? wordsOf(failure.code) : wordsOf(source)}</span>
                    <span className="faint small">
                      <Time at={at} />
                    </span>
                  </li>
                ))}
              </ul>
            </Panel>
          )}
        </div>
        <div className="stack">
          <Panel title="Details">
            <AgreementFacts agreement={agreement} />
          </Panel>
          {revocations.length > 0 && (
            <Panel title="Revocations">
              <ul className="rows">
                {revocations.map(({ id, status, requestedBy, reason, createdAt }) => (
                  <li key={id} className="row-line">
                    <StatusBadge status={status} />
                    <span className="soft">{reason ?? `By the ${requestedBy.toLowerCase()}`}</span>
                    <span className="faint small">
                      <Time at={createdAt} />
                    </span>
                  </li>
                ))}
              </ul>
            </Panel>
          )}
          {agreement.metadata !== null && (
            <Panel title="Metadata">
              <Json value={agreement.metadata} />
            </Panel>
          )}
        </div>
      </div>
    </>
  )
}

function Revoke({ agreement: { id, consumer } }: { readonly agreement: AgreementData }) {
  return (
    <Action
      name={`revoke:${id}`}
      label="Revoke"
      title="Revoke this agreement?"
      done="The agreement was revoked"
      isDanger
      fields={kept => <ReasonField kept={kept} />}
      read={readReason}
      send={async ({ input }) =>
        (await api.request(ConsoleRevokeDocument, { input: { agreementId: id, ...input } })).agreementRevoke
      }
    >
      {consumer.name ?? 'The consumer'} can no longer be charged under it, and its schedules end. This is final.
    </Action>
  )
}
