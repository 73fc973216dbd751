import type { IncomingHttpHeaders } from 'node:http'
import { MessageType, stringifyMessage } from 'graphql-ws'
import type { Log } from '../../base/log/log.ts'
import { isRecord } from '../../base/text/json.ts'
import { isSameGrant } from '../../domain/access/client-grant.ts'
import type { Caller } from '../../operations/command/caller.ts'
import type { CredentialWatches } from '../graphql/streams/credential-watch.ts'
import type { Ports } from '../ports.ts'
import type { CallerAddress } from '../quotas/caller-address.ts'
import type { Quotas } from '../quotas/quotas.ts'
import { RateLimitedError } from '../quotas/rate-limited.ts'
import { credentialOf } from '../request/bearer.ts'
import type { ConsoleCookie } from '../request/console-cookie.ts'
import { keyInBrowser } from '../request/origin.ts'
import type { RefusesPage } from '../request/public-key.ts'
import { closeCodes } from './close-codes.ts'

const LIVE_KEY_IN_BROWSER = 'A live secret key in a browser: use a client token from clientTokenCreate'

interface AccessOptions extends Pick<Ports, 'authenticate' | 'now'> {
  readonly credentials: CredentialWatches
  readonly quotas: Pick<Quotas, 'authenticate' | 'socketOf' | 'refusalOf'>
  readonly refusesPage: RefusesPage
  readonly cookie: ConsoleCookie
  readonly log: Log
}

interface AccessSocket {
  readonly requestId: string
  /** The headers of the request that opened the socket. */
  readonly headers: IncomingHttpHeaders
  readonly address: CallerAddress
  readonly close: (code: number, reason: string) => void
  readonly send: (text: string) => Promise<void>
}

/** Who uses a socket: the credential of its connection_init, or the one that replaced it in a ping. */
export interface SocketAccess {
  /**
   * Closes the socket and returns false if the credential is missing or invalid. Otherwise returns the payload of
   * connection_ack.
   */
  open(parameters: Readonly<Record<string, unknown>> | undefined): Promise<false | Acknowledgement>
  /**
   * The caller as it was less than a second ago. Undefined if the credential is no longer valid; the socket is then
   * closed.
   */
  current(): Promise<Caller | undefined>
  /** The caller as of the last check, for events of open subscriptions. Only after `open`. */
  latest(): Caller
  /** Answers a ping. Its payload can carry the next credential. */
  ping(payload: unknown): Promise<void>
  end(): void
}

/** When a client token expires. The seconds are for clients whose clock differs from the gateway's. */
type Expiry = { readonly expiresAt: string; readonly expiresInSeconds: number }

/** True for an acknowledgement without a payload. */
type Acknowledgement = true | (Partial<Expiry> & { readonly warnings?: readonly string[] })

export function createSocketAccess(options: AccessOptions, socket: AccessSocket) {
  const { authenticate, now, credentials, quotas, refusesPage, cookie, log } = options
  const { requestId, headers, address, close, send } = socket
  let over = false
  let leave = () => {}
  let held: { readonly credential: string; readonly watch: ReturnType<CredentialWatches['watch']> } | undefined

  const ended = () => close(closeCodes.forbidden, 'The credential expired, was revoked or lost a scope')
  /**
   * Also undefined if the database is unavailable: the socket is then closed with a code after which clients try again.
   */
  const callerOf = async (credential: string, refuse: () => void): Promise<Caller | undefined> => {
    try {
      const caller = await quotas.authenticate(credential, address)
      if (caller === undefined) refuse()
      return caller
    } catch (error) {
      if (error instanceof RateLimitedError) close(closeCodes.tryAgainLater, error.message)
      else {
        log.error({ requestId, err: error }, 'a credential could not be checked')
        close(closeCodes.tryAgainLater, 'Try again later')
      }
      return undefined
    }
  }
  const hold = (credential: string, caller: Caller) => {
    held?.watch.end()
    if (over) return // the socket was closed while the credential was checked
    held = { credential, watch: credentials.watch(credential, caller, ended) }
  }
  /** Counts the socket of its caller; closes it if the caller has too many. */
  const enter = (caller: Caller): boolean => {
    const entry = quotas.socketOf(caller)
    if (!entry.ok) {
      quotas.refusalOf(caller, 'WebSockets', entry.quota)
      close(closeCodes.tryAgainLater, `Too many WebSockets: at most ${entry.quota.most}`)
      return false
    }
    if (over) entry.leave()
    else leave = entry.leave
    return true
  }
  const expiryOf = ({ grant }: Caller): Expiry | undefined =>
    grant && {
      expiresAt: grant.expiresAt.toISOString(),
      expiresInSeconds: Math.max(0, (grant.expiresAt.getTime() - now().getTime()) / 1_000),
    }

  const access: SocketAccess = {
    async open(parameters) {
      const credential = credentialOf(parameters) ?? cookie.credentialOfSocket(headers, parameters ?? {})
      if (credential === undefined) {
        close(closeCodes.unauthorized, 'Unauthorized: send connectionParams.authorization')
        return false
      }
      if (refusesPage(credential, headers.origin)) {
        close(closeCodes.forbidden, 'Forbidden: the public sandbox key works on pages of localhost only')
        return false
      }
      const caller = await callerOf(credential, () => close(closeCodes.forbidden, 'Forbidden'))
      if (caller === undefined) return false
      const { refusal, warnings } = keyInBrowser(caller, headers)
      if (refusal !== undefined) {
        close(closeCodes.forbidden, LIVE_KEY_IN_BROWSER)
        return false
      }
      if (!enter(caller)) return false
      hold(credential, caller)
      const said = { ...expiryOf(caller), ...(warnings.length > 0 && { warnings }) }
      return Object.keys(said).length === 0 ? true : said
    },
    async current() {
      return held && authenticate(held.credential).then(caller => caller ?? void ended())
    },
    latest() {
      if (held === undefined) throw new Error('a socket without a credential has no caller')
      return held.watch.caller()
    },
    async ping(payload) {
      if (!isRecord(payload) || !('authorization' in payload)) return send(pong(payload))
      if (held === undefined) return close(closeCodes.unauthorized, 'Unauthorized: send connection_init first')
      const before = held.watch.caller()
      const refuse = () =>
        close(closeCodes.forbidden, 'The credential in the ping is not valid, or not for the same objects')
      const credential = credentialOf(payload)
      if (credential === undefined) return refuse()
      const caller = await callerOf(credential, refuse)
      if (caller === undefined) return
      if (!isSameAccess(before, caller) || keyInBrowser(caller, headers).refusal !== undefined) return refuse()
      hold(credential, caller)
      await send(pong(expiryOf(caller) ?? { expiresAt: null }))
    },
    end() {
      over = true
      held?.watch.end()
      leave()
    },
  }
  return access
}

/** A key can replace a key of its merchant and mode, and a client token one for the same objects. */
function isSameAccess(a: Caller, b: Caller): boolean {
  return (
    a.tenant.merchantId === b.tenant.merchantId &&
    a.tenant.mode === b.tenant.mode &&
    (a.grant === undefined) === (b.grant === undefined) &&
    isSameGrant(a.grant, b.grant)
  )
}

function pong(payload: unknown): string {
  return stringifyMessage(isRecord(payload) ? { type: MessageType.Pong, payload } : { type: MessageType.Pong })
}
