import type { IncomingMessage } from 'node:http'
import { BodyTooLarge, headerOf, readBody } from '../../web/http.ts'
import { matchRoute } from '../../web/router.ts'
import { ApiError } from './errors.ts'
import type { Route } from './route.ts'
import { ROUTES } from './routes.ts'

export type Credentials = {
  readonly apiKey: string
  readonly otherApiKeys?: readonly string[] | undefined
  readonly merchantId: string
}

export type RouteMatch = { readonly route: Route; readonly params: Readonly<Record<string, string>> }

export function isAuthenticated(request: IncomingMessage, { apiKey, otherApiKeys = [] }: Credentials): boolean {
  const given = headerOf(request, 'authorization')
  return [apiKey, ...otherApiKeys].some(key => given === `Bearer ${key}`)
}

/** @throws {ApiError} 404, or 405 with the methods that the path has in `extensions` */
export function findRoute(method: string, path: string): RouteMatch {
  const match = matchRoute(ROUTES, method, path)
  if ('route' in match) return match
  if (match.allowedMethods.length === 0) throw new ApiError(404, 'Not found')
  throw new ApiError(405, `Method ${method} is not allowed here`, { allowedMethods: match.allowedMethods })
}

/** @throws {ApiError} 403 for another merchant's id, `missingStatus` if the required header is missing */
export function assertMerchant(
  request: IncomingMessage,
  route: Route,
  { merchantId, missingStatus }: { readonly merchantId: string; readonly missingStatus: number },
): void {
  const given = headerOf(request, 'merchant-id')
  if (given === undefined) {
    if (route.merchantIdOptional) return
    throw new ApiError(missingStatus, 'Merchant-Id is required')
  }
  if (given !== merchantId) throw new ApiError(403, 'No permission for this merchant')
}

/** The raw body and its JSON. @throws {ApiError} 413, 415, or 400 for malformed JSON, including an empty body */
export async function readJson(request: IncomingMessage): Promise<{ raw: Buffer; body: unknown }> {
  const contentType = headerOf(request, 'content-type') ?? ''
  const raw = await readBody(request).catch(error => {
    throw error instanceof BodyTooLarge ? new ApiError(413, 'The body is too large') : error
  })
  if (!/^application\/json\s*(;|$)/i.test(contentType)) throw new ApiError(415, 'Content-Type must be application/json')
  try {
    return { raw, body: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw)) }
  } catch {
    throw new ApiError(400, 'Malformed JSON')
  }
}
