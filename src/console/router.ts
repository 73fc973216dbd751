import { createRouter } from '@tanstack/react-router'
import { Failed, Loading, NotFound } from './components/states.tsx'
import { parseSearch, stringifySearch } from './data/search.ts'
import { agreementRoute } from './pages/agreement/page.tsx'
import { agreementsRoute } from './pages/agreements/page.tsx'
import { attentionRoute } from './pages/attention/page.tsx'
import { chargeRoute } from './pages/charge/page.tsx'
import { chargesRoute } from './pages/charges/page.tsx'
import { consumerRoute } from './pages/consumer/page.tsx'
import { consumersRoute } from './pages/consumers/page.tsx'
import { eventsRoute } from './pages/events/page.tsx'
import { liveRoute } from './pages/live/page.tsx'
import { overviewRoute } from './pages/overview/page.tsx'
import { providerEventsRoute } from './pages/provider-events/page.tsx'
import { sandboxRoute } from './pages/sandbox/page.tsx'
import { scheduleRoute } from './pages/schedule/page.tsx'
import { schedulesRoute } from './pages/schedules/page.tsx'
import { searchRoute } from './pages/search/page.tsx'
import { signInRoute } from './pages/sign-in/page.tsx'
import { webhookRoute } from './pages/webhook/page.tsx'
import { webhooksRoute } from './pages/webhooks/page.tsx'
import { rootRoute, shellRoute } from './root.tsx'

const pages = [
  overviewRoute,
  liveRoute,
  attentionRoute,
  chargesRoute,
  chargeRoute,
  agreementsRoute,
  agreementRoute,
  schedulesRoute,
  scheduleRoute,
  consumersRoute,
  consumerRoute,
  providerEventsRoute,
  eventsRoute,
  webhooksRoute,
  webhookRoute,
  sandboxRoute,
  searchRoute,
] as const

export const router = createRouter({
  routeTree: rootRoute.addChildren([signInRoute, shellRoute.addChildren(pages)]),
  basepath: '/console',
  parseSearch,
  stringifySearch,
  scrollRestoration: true,
  defaultPendingComponent: Loading,
  defaultPendingMs: 300,
  defaultErrorComponent: Failed,
  defaultNotFoundComponent: NotFound,
  // What was read is shown at once when one comes back, and read again.
  defaultStaleTime: 0,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
