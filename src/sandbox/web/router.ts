/** `path` consists of literal segments and `{names}`, e.g. `/v1/payment-charges/{chargeId}/captures`. */
export type RoutePattern = { readonly method: 'GET' | 'POST'; readonly path: string }

type RouteMatch<R> =
  | { readonly route: R; readonly params: Readonly<Record<string, string>> }
  | { readonly allowedMethods: readonly string[] }

/**
 * Finds the route for a request. If only the method does not match, returns the methods of the path. An empty list
 * means that the path is unknown.
 */
export function matchRoute<R extends RoutePattern>(routes: readonly R[], method: string, path: string): RouteMatch<R> {
  const allowedMethods: string[] = []
  for (const route of routes) {
    const params = matchPath(route.path, path)
    if (!params) continue
    if (route.method === method) return { route, params }
    allowedMethods.push(route.method)
  }
  return { allowedMethods }
}

function matchPath(pattern: string, path: string): Record<string, string> | null {
  const expected = pattern.split('/')
  const given = path.split('/')
  if (expected.length !== given.length) return null
  const params: Record<string, string> = {}
  for (const [index, segment] of expected.entries()) {
    const value = given[index] ?? ''
    if (segment.startsWith('{') && value !== '') params[segment.slice(1, -1)] = decode(value)
    else if (segment !== value) return null
  }
  return params
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
