import { createRoute, Link } from '@tanstack/react-router'
import { PageHead } from '../../components/page.tsx'
import { Empty } from '../../components/states.tsx'
import { api } from '../../data/api.ts'
import { only } from '../../data/search.ts'
import { session } from '../../data/session.ts'
import { OverviewDocument } from '../../generated/graphql.ts'
import { shellRoute } from '../../root.tsx'
import { Declines } from './declines.tsx'
import { redirectToGranted } from './granted.ts'
import { Health } from './health.tsx'
import { RANGES, rangeOf, timesOf } from './ranges.ts'
import { Retries } from './retries.tsx'
import { SuccessRates } from './success-rates.tsx'
import { Tiles } from './tiles.tsx'
import { Volume } from './volume.tsx'
import { Webhooks } from './webhooks.tsx'

const takeSearch = only('range', 'currency')

export const overviewRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  validateSearch: takeSearch,
  loaderDeps: ({ search: { range } }) => ({ range }),
  async loader({ deps: { range }, abortController: { signal } }) {
    redirectToGranted((await session()).viewer)
    const times = timesOf(range)
    const { overview, providers } = await api.request(OverviewDocument, times, { signal })
    return { overview, providers, times }
  },
  component: Overview,
})

function Overview() {
  const { overview, providers, times } = overviewRoute.useLoaderData()
  const search = overviewRoute.useSearch()
  const range = rangeOf(search.range)
  return (
    <>
      <PageHead title="Overview" lead={`The last ${range.text}.`}>
        <nav className="tabs" aria-label="Range">
          {RANGES.map(({ name, text }) => (
            <Link
              key={name}
              to="/"
              search={{ ...search, range: name }}
              className="tab"
              aria-current={name === range.name ? 'true' : undefined}
            >
              {text}
            </Link>
          ))}
        </nav>
      </PageHead>
      {overview === null ? (
        <Empty title="There is no overview for this credential" />
      ) : (
        <>
          <Tiles overview={overview} />
          <div className="overview">
            <Volume volume={overview.volume} times={times} search={search} />
            <SuccessRates rates={overview.successRates} />
            <Declines declines={overview.declines} />
            <Retries retries={overview.retries} />
            <Webhooks webhooks={overview.webhooks} />
            <Health providers={providers} />
          </div>
        </>
      )}
    </>
  )
}
