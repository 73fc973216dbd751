import { hasScope } from '../../../domain/access/scopes.ts'
import type { Exchange, Route } from '../../exchange.ts'
import type { Quotas } from '../../quotas/quotas.ts'
import { answeringRateLimits } from '../../quotas/rate-limited.ts'
import { readBody } from '../../request/body.ts'
import type { ConsoleCookie } from '../../request/console-cookie.ts'
import { respond, respondError, respondTooLarge, retryLater } from '../../respond.ts'

/** Sends the simulators a control call. Rejects if they do not answer. */
export type SimulatorControl = (
  call: string,
  body: Uint8Array,
) => Promise<{ readonly status: number; readonly text: string }>

interface ConsoleSandboxRouteOptions {
  readonly quotas: Pick<Quotas, 'authenticate' | 'addressOf'>
  readonly cookie: ConsoleCookie
  readonly controlSimulators: SimulatorControl
}

const PATH = '/console/sandbox/'
const LIMIT_BYTES = 64 * 1024
/** What the console offers. The clock is moved by sandboxClockAdvance, together with the gateway's. */
const CALLS = new Set(['faults', 'outcomes', 'reset'])

/**
 * Passes control calls on to the simulators, which refuse pages of other origins than their own. Only from our own page, signed in
 * with a key that can also move the sandbox's clock.
 */
export function consoleSandboxRoute({ quotas, cookie, controlSimulators }: ConsoleSandboxRouteOptions): Route {
  const mayControl = async ({ request }: Exchange) => {
    const credential = cookie.credentialOf(request.headers)
    if (credential === undefined) return false
    const caller = await quotas.authenticate(credential, quotas.addressOf(request))
    return caller !== undefined && hasScope(caller, 'manage')
  }

  const handle = async (exchange: Exchange) => {
    const { request, response, path } = exchange
    const call = path.slice(PATH.length)
    if (!CALLS.has(call)) {
      request.resume()
      return respondError(response, 404, { code: 'NOT_FOUND', message: 'The console has no such control call.' })
    }
    if (!(await mayControl(exchange))) {
      request.resume()
      return respondError(response, 403, {
        code: 'FORBIDDEN',
        message: 'Sign in to the console with a key that has the scope manage.',
      })
    }
    const body = await readBody(request, LIMIT_BYTES)
    if (!body.ok) return body.reason === 'tooLarge' ? respondTooLarge(response, LIMIT_BYTES) : undefined
    const answer = await controlSimulators(call, body.bytes).catch(() => undefined)
    if (answer === undefined)
      return respondError(
        response,
        503,
        { code: 'SERVICE_UNAVAILABLE', message: 'The simulators do not answer. Check that they run.' },
        retryLater,
      )
    respond(response, answer.status, 'application/json; charset=utf-8', answer.text)
  }

  return {
    name: 'console_sandbox',
    path: PATH,
    methods: ['POST'],
    handle: answeringRateLimits(handle),
  }
}
