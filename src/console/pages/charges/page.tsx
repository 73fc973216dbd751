import { createRoute } from '@tanstack/react-router'
import { PageHead, Pager } from '../../components/page.tsx'
import { Empty } from '../../components/states.tsx'
import { ChargeTable } from '../../components/tables/charge-table.tsx'
import { type Filter, Filters } from '../../components/tables/filters.tsx'
import { api } from '../../data/api.ts'
import { createdIn, listOf, oneOf, only, pageOf } from '../../data/search.ts'
import { CHARGE_STATUSES, OPERATION_STATUSES, PROVIDERS } from '../../data/values.ts'
import { ChargesDocument } from '../../generated/graphql.ts'
import { shellRoute } from '../../root.tsx'

const FILTERS: readonly Filter[] = [
  { name: 'status', label: 'Status', kind: 'many', values: CHARGE_STATUSES },
  { name: 'operation', label: 'Operation', kind: 'many', values: OPERATION_STATUSES },
  { name: 'provider', label: 'Provider', kind: 'one', values: PROVIDERS },
  { name: 'currency', label: 'Currency', kind: 'text' },
  { name: 'reference', label: 'Reference', kind: 'text' },
  { name: 'from', label: 'From', kind: 'date' },
  { name: 'to', label: 'To', kind: 'date' },
]

const takeSearch = only('status', 'operation', 'provider', 'currency', 'reference', 'from', 'to', 'after', 'before')

export const chargesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/charges',
  validateSearch: takeSearch,
  loaderDeps: ({ search }) => search,
  async loader({ deps, abortController: { signal } }) {
    const { status, operation, provider, currency, reference } = deps
    const filter = {
      status: listOf(status, CHARGE_STATUSES),
      operationStatus: listOf(operation, OPERATION_STATUSES),
      provider: oneOf(provider, PROVIDERS),
      ...(currency && { currency: currency.toUpperCase() }),
      ...(reference && { reference }),
      ...createdIn(deps),
    }
    const { charges } = await api.request(ChargesDocument, { ...pageOf(deps), filter }, { signal })
    return charges
  },
  component: Charges,
})

function Charges() {
  const { nodes, pageInfo } = chargesRoute.useLoaderData()
  const search = chargesRoute.useSearch()
  return (
    <>
      <PageHead title="Charges" lead="Every payment, newest first." />
      <Filters filters={FILTERS} search={search} />
      <ChargeTable
        title="Charges"
        charges={nodes}
        empty={
          <Empty title="No charge matches">
            <p>Remove a filter. If there are no charges at all, your server makes the first one with chargeCreate.</p>
          </Empty>
        }
      />
      <Pager info={pageInfo} count={nodes.length} search={search} />
    </>
  )
}
