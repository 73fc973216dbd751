import type { GraphQLSchema } from 'graphql'
import type { ProviderCode } from '../domain/enums.ts'
import type { Caller } from '../operations/command/caller.ts'
import type { BrowserVisit } from '../operations/hosted-page/authentication-return.ts'
import type { Onward } from '../operations/hosted-page/redirect.ts'
import type { ProviderNotification } from '../providers/port/provider.ts'

/** The parts of the program that the HTTP server uses. The app implements them; tests pass their own. */
export interface Ports {
  readonly schema: GraphQLSchema
  /** The resolvers' context, made for each request and each event of a subscription, because loaders cache. */
  contextFor(caller: Caller, requestId: string): object
  /** Like `contextFor`, for a query that only reads lists: it can read from the replica. Undefined: use `contextFor`. */
  readonly listContextFor?: ((caller: Caller, requestId: string) => Promise<object | undefined>) | undefined
  /** The cursor of a subscription's event; undefined if the value is not such an event. */
  cursorOf(event: unknown, caller: Caller): string | undefined
  /**
   * The caller of a credential, as it was at most a second ago; undefined if the credential is unknown, expired or
   * revoked. Throws if the database is unavailable.
   */
  authenticate(credential: string): Promise<Caller | undefined>
  /** Like `authenticate`, for many credentials, in the same order, and as they are now. */
  authenticateAll(credentials: readonly string[]): Promise<readonly (Caller | undefined)[]>
  /** Signs a person in to the console with their key. The credential is for their browser's cookie alone. */
  openSession(
    caller: Caller,
    requestId: string,
  ): Promise<{ readonly credential: string; readonly expiresInSeconds: number }>
  /** Signs the person out. No effect for a caller without a session. */
  endSession(caller: Caller, requestId: string): Promise<void>
  /** The time by which credentials expire, which a sandbox can move. */
  now(): Date
  /** Stores a provider's webhook. Throws if it could not be stored: the provider must then send it again. */
  receiveWebhook(
    provider: ProviderCode,
    notification: ProviderNotification,
    /** The account that the path names. */
    account?: string,
  ): Promise<{
    readonly status: 200 | 401 | 404
    /** For metrics: one of a few values. */
    readonly verdict: string
  }>
  /** The page to which a consumer's browser goes from the gateway's link; undefined if the link is unknown. */
  startAuthentication(token: string): Promise<Onward | undefined>
  /**
   * The page to which a consumer's browser goes after it returns from the provider; undefined if the link is unknown.
   */
  returnFromAuthentication(visit: BrowserVisit): Promise<{ readonly redirectTo: string } | undefined>
  /** The parts that keep this process from serving; empty if it can serve. */
  unready(): Promise<readonly string[]>
}
