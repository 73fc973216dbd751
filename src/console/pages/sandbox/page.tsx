import { createRoute } from '@tanstack/react-router'
import { PageHead } from '../../components/page.tsx'
import { Notice } from '../../components/states.tsx'
import { api } from '../../data/api.ts'
import { useLive } from '../../data/live.ts'
import { SandboxPageDocument } from '../../generated/graphql.ts'
import { shellRoute } from '../../root.tsx'
import { ClockPanel } from './clock.tsx'
import { ConsumerPages } from './consumer-pages.tsx'
import { FaultsPanel } from './faults.tsx'
import { OutcomesPanel } from './outcomes.tsx'
import { ResetPanel } from './reset.tsx'

export const sandboxRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/sandbox',
  loader: ({ abortController: { signal } }) => api.request(SandboxPageDocument, {}, { signal }),
  component: Sandbox,
})

function Sandbox() {
  const { clock, agreements, schedules } = sandboxRoute.useLoaderData()
  useLive({})
  if (!clock.simulated)
    return <Notice tone="wait">These tools work in sandbox mode only. This gateway is not in sandbox mode.</Notice>
  return (
    <>
      <PageHead title="Sandbox tools" lead="Let time pass, decline payments, lose responses. No real money moves." />
      <div className="overview">
        <div className="stack">
          <ClockPanel schedules={schedules.nodes} />
          <OutcomesPanel />
        </div>
        <div className="stack">
          <ConsumerPages agreements={agreements.nodes} />
          <FaultsPanel />
          <ResetPanel />
        </div>
      </div>
    </>
  )
}
