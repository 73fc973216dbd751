import { createRoute } from '@tanstack/react-router'
import { PageHead, Pager } from '../../components/page.tsx'
import { Empty } from '../../components/states.tsx'
import { AgreementTable } from '../../components/tables/agreement-table.tsx'
import { type Filter, Filters } from '../../components/tables/filters.tsx'
import { api } from '../../data/api.ts'
import { createdIn, listOf, oneOf, only, pageOf } from '../../data/search.ts'
import { AGREEMENT_STATUSES, PROVIDERS } from '../../data/values.ts'
import { AgreementsDocument } from '../../generated/graphql.ts'
import { shellRoute } from '../../root.tsx'

const FILTERS: readonly Filter[] = [
  { name: 'status', label: 'Status', kind: 'many', values: AGREEMENT_STATUSES },
  { name: 'provider', label: 'Provider', kind: 'one', values: PROVIDERS },
  { name: 'method', label: 'Payment method', kind: 'text' },
  { name: 'reference', label: 'Reference', kind: 'text' },
  { name: 'from', label: 'From', kind: 'date' },
  { name: 'to', label: 'To', kind: 'date' },
]

const takeSearch = only('status', 'provider', 'method', 'reference', 'from', 'to', 'after', 'before')

export const agreementsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/agreements',
  validateSearch: takeSearch,
  loaderDeps: ({ search }) => search,
  async loader({ deps, abortController: { signal } }) {
    const { status, provider, method, reference } = deps
    const filter = {
      status: listOf(status, AGREEMENT_STATUSES),
      provider: oneOf(provider, PROVIDERS),
      ...(method && { paymentMethod: method.toUpperCase().replaceAll(' ', '_') }),
      ...(reference && { reference }),
      ...createdIn(deps),
    }
    const { agreements } = await api.request(AgreementsDocument, { ...pageOf(deps), filter }, { signal })
    return agreements
  },
  component: Agreements,
})

function Agreements() {
  const { nodes, pageInfo } = agreementsRoute.useLoaderData()
  const search = agreementsRoute.useSearch()
  return (
    <>
      <PageHead title="Agreements" lead="Consumers’ consents to be charged again, newest first." />
      <Filters filters={FILTERS} search={search} />
      <AgreementTable
        title="Agreements"
        agreements={nodes}
        empty={
          <Empty title="No agreement matches">
            <p>
              Remove a filter. If there are no agreements at all, your server makes the first one with agreementCreate.
            </p>
          </Empty>
        }
      />
      <Pager info={pageInfo} count={nodes.length} search={search} />
    </>
  )
}
