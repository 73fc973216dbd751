import { isRecord } from '../../../base/text/json.ts'
import type { Caller } from '../../../operations/command/caller.ts'
import type { Exchange, Route } from '../../exchange.ts'
import { isJsonBody } from '../../graphql/media-type.ts'
import type { Ports } from '../../ports.ts'
import type { Quotas } from '../../quotas/quotas.ts'
import { answeringRateLimits } from '../../quotas/rate-limited.ts'
import { readBody } from '../../request/body.ts'
import type { ConsoleCookie } from '../../request/console-cookie.ts'
import { respondError, respondJson, respondTooLarge } from '../../respond.ts'

interface ConsoleSessionRouteOptions extends Pick<Ports, 'openSession' | 'endSession' | 'now'> {
  readonly quotas: Pick<Quotas, 'authenticate' | 'addressOf'>
  readonly cookie: ConsoleCookie
  /** Only ever the sandbox merchant's key. */
  readonly sandboxKey: string | undefined
}

const LIMIT_BYTES = 4 * 1024
/** A secret key or a client token: a session is made from no other session. */
const CREDENTIAL = /^(sk|ct)_[\x21-\x7e]{1,1021}$/

const notOwnPage =
  'Only the console’s own page can use its session. Send the header "x-perennial-console: 1" from a page of this origin.'
const notValid = 'The key or client token is not valid, or it has ended. Check that it is complete.'

/**
 * Signs a person in to the console: POST with their key or client token, DELETE to sign out, GET to ask whether somebody is signed
 * in. A secret key is sent here once, and only from our own page; what the browser keeps is a cookie that no script reads.
 */
export function consoleSessionRoute(options: ConsoleSessionRouteOptions): Route {
  const { quotas, cookie, openSession, endSession, now, sandboxKey } = options

  const callerOf = (credential: string, { request }: Exchange) =>
    quotas.authenticate(credential, quotas.addressOf(request))

  const currentOf = async (exchange: Exchange): Promise<Caller | undefined> => {
    const credential = cookie.credentialOf(exchange.request.headers)
    return credential === undefined ? undefined : callerOf(credential, exchange)
  }

  /** Ends the session that the browser had before. */
  const leave = async (exchange: Exchange) => {
    const before = await currentOf(exchange)
    if (before) await endSession({ ...before, address: quotas.addressOf(exchange.request).ip }, exchange.requestId)
  }

  const signIn = async (exchange: Exchange) => {
    const { request, response, requestId } = exchange
    const credential = await readCredential(exchange)
    if (credential === undefined) return
    const caller = CREDENTIAL.test(credential) ? await callerOf(credential, exchange) : undefined
    if (caller === undefined) return respondError(response, 401, { code: 'UNAUTHENTICATED', message: notValid })
    await leave(exchange)
    const signedIn = caller.grant
      ? { credential, expiresInSeconds: Math.ceil((caller.grant.expiresAt.getTime() - now().getTime()) / 1_000) }
      : await openSession({ ...caller, address: quotas.addressOf(request).ip }, requestId)
    response.setHeader('set-cookie', cookie.set(signedIn.credential, signedIn.expiresInSeconds))
    response.writeHead(204).end()
  }

  const handle = async (exchange: Exchange) => {
    const { request, response, method } = exchange
    if (method === 'GET')
      return respondJson(response, 200, {
        signedIn: (await currentOf(exchange)) !== undefined,
        sandboxKey: sandboxKey ?? null,
      })
    if (!cookie.isOwnPage(request.headers)) {
      request.resume()
      return respondError(response, 403, { code: 'FORBIDDEN', message: notOwnPage })
    }
    if (method === 'POST') return signIn(exchange)
    await leave(exchange)
    response.setHeader('set-cookie', cookie.set())
    response.writeHead(204).end()
  }

  return {
    name: 'console_session',
    path: '/console/session',
    methods: ['GET', 'POST', 'DELETE'],
    handle: answeringRateLimits(handle),
  }
}

/** Undefined if the request was answered here or the caller disconnected. */
async function readCredential({ request, response }: Exchange): Promise<string | undefined> {
  const refuse = (status: number, message: string) =>
    void respondError(response, status, { code: 'BAD_USER_INPUT', message })
  if (!isJsonBody(request.headers)) {
    request.resume()
    return refuse(415, 'The body must be application/json in UTF-8, without compression.')
  }
  const body = await readBody(request, LIMIT_BYTES)
  if (!body.ok) return body.reason === 'tooLarge' ? (respondTooLarge(response, LIMIT_BYTES) as undefined) : undefined
  const credential = credentialIn(body.bytes)
  return credential ?? refuse(400, 'The body must be {"credential": "…"}, with a secret key or a client token.')
}

function credentialIn(bytes: Buffer): string | undefined {
  try {
    const parsed: unknown = JSON.parse(bytes.toString('utf8'))
    return isRecord(parsed) && typeof parsed['credential'] === 'string' ? parsed['credential'].trim() : undefined
  } catch {
    return undefined
  }
}
