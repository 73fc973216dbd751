import { PerennialError } from './error.ts'

/** The type of the nodes of a result's first list in pages. */
export type NodeOf<Result> = Result extends readonly unknown[]
  ? never
  : Result extends { readonly pageInfo: object; readonly nodes: readonly (infer Node)[] }
    ? Node
    : Result extends { readonly pageInfo: object; readonly edges: readonly { readonly node: infer Node }[] }
      ? Node
      : Result extends object
        ? NodeOf<Result[keyof Result]>
        : never

interface Page {
  readonly pageInfo: { readonly hasNextPage?: unknown; readonly endCursor?: unknown }
  readonly nodes?: readonly unknown[]
  readonly edges?: readonly { readonly node: unknown }[]
}

/** Reads page after page, each when its first node is needed. See `Client.list`. */
export async function* list(
  read: (after: string | undefined) => Promise<unknown>,
  start: string | undefined,
): AsyncGenerator<unknown, void, void> {
  for (let after = start; ; ) {
    const result = await read(after)
    const page = pageIn(result)
    // E.g. the schedule whose occurrences were asked for does not exist.
    if (page === undefined) return
    const { hasNextPage, endCursor } = page.pageInfo
    const nodes = page.nodes ?? page.edges?.map(({ node }) => node)
    if (nodes === undefined || typeof hasNextPage !== 'boolean' || endCursor === undefined)
      throw new TypeError('Select nodes (or edges { node }) and pageInfo { hasNextPage endCursor } of the list.')
    yield* nodes
    if (!hasNextPage) return
    if (typeof endCursor !== 'string' || endCursor === after)
      throw new PerennialError(
        'The list has more pages, but the next cursor is missing or did not change. Pass the variable "after" to the ' +
          'list field.',
        'UNKNOWN',
      )
    after = endCursor
  }
}

/** The first object with a pageInfo, whatever contains it. */
function pageIn(value: unknown): Page | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  if ('pageInfo' in value && typeof value.pageInfo === 'object' && value.pageInfo !== null) return value as Page
  for (const part of Object.values(value)) {
    const page = pageIn(part)
    if (page !== undefined) return page
  }
  return undefined
}
