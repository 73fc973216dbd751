import type { FieldPolicy, StoreObject } from '@apollo/client'

/** A list in pages as the cache keeps it. */
interface Pages extends StoreObject {
  readonly nodes?: readonly unknown[]
  readonly edges?: readonly unknown[]
  readonly pageInfo?: { readonly endCursor?: string | null }
  /** How many entries end at each cursor that a further page can start from. */
  readonly lengths?: Readonly<Record<string, number>>
}

const PAGE_ARGUMENTS = ['first', 'after']

/**
 * The pages of a list become one list, for `fetchMore({ variables: { after: endCursor } })`, whether a query selects
 * `nodes` or `edges`. Other arguments make another list; without `after` a list begins again.
 */
export const pages: FieldPolicy<Pages, Pages, Pages> = {
  keyArgs: args => Object.keys(args ?? {}).filter(name => !PAGE_ARGUMENTS.includes(name)),
  merge(existing, incoming, { args }) {
    const after: unknown = args?.['after']
    const before = typeof after === 'string' ? lengthUntil(existing, incoming, after) : 0
    const nodes = joined(existing?.nodes, incoming.nodes, before)
    const edges = joined(existing?.edges, incoming.edges, before)
    const end = incoming.pageInfo?.endCursor
    const lengths = { ...(before > 0 && existing?.lengths), ...(end && { [end]: (nodes ?? edges ?? []).length }) }
    return { ...incoming, ...(nodes && { nodes }), ...(edges && { edges }), lengths }
  },
}

/** The number of existing entries up to the cursor; 0 if the page does not continue what is there. */
function lengthUntil(existing: Pages | undefined, incoming: Pages, after: string): number {
  const sameSelection = !existing?.nodes === !incoming.nodes && !existing?.edges === !incoming.edges
  return sameSelection ? (existing?.lengths?.[after] ?? 0) : 0
}

function joined(existing: readonly unknown[] | undefined, incoming: readonly unknown[] | undefined, before: number) {
  return incoming && [...(existing ?? []).slice(0, before), ...incoming]
}
