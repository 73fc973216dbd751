import type { GraphQLSchema } from 'graphql'
import type { ProviderCode } from '../domain/enums.ts'
import type { Caller } from '../operations/command/caller.ts'
import type { BrowserVisit } from '../operations/hosted-page/authentication-return.ts'
import type { Onward } from '../operations/hosted-page/redirect.ts'
import type { WebhookDelivery } from '../providers/port/provider.ts'

/** All that the HTTP side needs of the program. The app fills it in; tests give their own. */
export interface Ports {
  readonly schema: GraphQLSchema
  /**
   * What resolvers get, made again for every request and every event of a subscription: loaders remember, and must not
   * outlive one.
   */
  contextFor(caller: Caller, requestId: string): object
  /** The place in the log of an event that a subscription was told of; undefined for what is no such event. */
  cursorOf(event: unknown, caller: Caller): string | undefined
  /** Whom a credential stands for; undefined if it is unknown or revoked. Throws if that cannot be found out. */
  authenticate(credential: string): Promise<Caller | undefined>
  /** Takes a provider's notification. Throws if it could not be kept: then the provider has to send it again. */
  receiveWebhook(
    provider: ProviderCode,
    delivery: WebhookDelivery,
  ): Promise<{
    readonly status: 200 | 401 | 404
    /** For metrics: one of a few words. */
    readonly verdict: string
  }>
  /** Where a consumer's browser goes from our link; undefined if the link is not ours. */
  startAuthentication(token: string): Promise<Onward | undefined>
  /** Where a consumer's browser goes on its way back from the provider; undefined if the link is not ours. */
  returnFromAuthentication(visit: BrowserVisit): Promise<{ readonly redirectTo: string } | undefined>
  /** Names what keeps this process from serving; empty if it can. */
  unready(): Promise<readonly string[]>
}
