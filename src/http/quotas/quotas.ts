import type { IncomingMessage } from 'node:http'
import type { Caller } from '../../operations/command/caller.ts'
import type { Metrics } from '../metrics.ts'
import type { Ports } from '../ports.ts'
import { type CallerAddress, callerAddresses } from './caller-address.ts'
import { createCounts, type Entry, type Quota } from './counts.ts'
import { createMerchantMetrics, type MerchantMetrics } from './merchant-metrics.ts'
import { createPlaces, type Places } from './places.ts'
import { RateLimitedError } from './rate-limited.ts'
import { createRates, type Rates } from './rates.ts'
import { policiesFrom, type QuotaSettings } from './settings.ts'
import { createSharedLimiter, type SharedBuckets } from './shared-limiter.ts'
import { createTokenBuckets } from './token-buckets.ts'
import { createDoor, type Door } from './unknown-keys.ts'

/**
 * What one merchant, credential or address can use. What is open or runs is counted in the memory of this process;
 * rates are too, unless processes share buckets.
 */
export interface Quotas {
  addressOf(request: IncomingMessage): CallerAddress
  readonly authenticate: Door
  readonly rates: Rates
  readonly places: Places
  /** Counts an open WebSocket of an address, before its credential is known. */
  socketOfAddress(address: CallerAddress): Entry
  /** Counts an open WebSocket of a credential. */
  socketOf(caller: Caller): Entry
  /** Counts an open subscription. */
  subscriptionOf(caller: Caller, address: CallerAddress | undefined): Entry
  /** The refusal of what could not be counted. */
  refusalOf(caller: Caller, what: 'WebSockets' | 'subscriptions', quota: Quota): RateLimitedError
  readonly metrics: MerchantMetrics
}

interface QuotasOptions {
  readonly settings: QuotaSettings
  readonly authenticate: Ports['authenticate']
  readonly trustedProxies: readonly string[]
  readonly metrics: Metrics
  /** Counts the rates of all processes. Default: each process counts alone. */
  readonly sharedBuckets?: SharedBuckets | undefined
  /** The limits of the process. */
  readonly maxConnections: number
  readonly maxSubscriptions: number
}

/** Another socket or subscription of the caller has to end first. Nobody knows when that will be. */
const RETRY_OPEN_MS = 5_000

export function createQuotas(options: QuotasOptions): Quotas {
  const { settings, authenticate, trustedProxies, maxConnections, maxSubscriptions } = options
  const metrics = createMerchantMetrics(options.metrics.registry)
  const own = createTokenBuckets()
  const limiter = options.sharedBuckets ? createSharedLimiter(options.sharedBuckets, own) : own
  const counts = createCounts()
  const { unknownKeys } = policiesFrom(settings)
  const shareOf = (places: number) => Math.max(1, Math.floor(places * settings.merchantShare))
  const byCaller = (caller: Caller, what: string, most: { readonly all: number; readonly token: number }): Quota[] => [
    caller.grant === undefined
      ? { name: `${what}-key`, key: caller.actor, most: Math.ceil(most.all / 2) }
      : { name: `${what}-token`, key: caller.actor, most: most.token },
    { name: `${what}-merchant`, key: caller.tenant.merchantId, most: most.all },
  ]
  const byAddress = (address: CallerAddress | undefined, what: string, most: number): Quota[] =>
    address === undefined || address.isShared ? [] : [{ name: `${what}-address`, key: address.key, most }]

  return {
    addressOf: callerAddresses(trustedProxies),
    authenticate: createDoor({
      authenticate,
      limiter,
      policy: unknownKeys,
      onRefused: () => options.metrics.credentialsRefused.inc(),
    }),
    rates: createRates(settings, limiter, metrics),
    places: createPlaces(settings, metrics),
    socketOfAddress: address => counts.enter(byAddress(address, 'websockets', settings.socketsOfAddress)),
    socketOf: caller =>
      counts.enter(byCaller(caller, 'websockets', { all: shareOf(maxConnections), token: settings.socketsOfToken })),
    subscriptionOf: (caller, address) =>
      counts.enter([
        ...byCaller(caller, 'subscriptions', { all: shareOf(maxSubscriptions), token: settings.subscriptionsOfToken }),
        ...byAddress(address, 'subscriptions', settings.subscriptionsOfAddress),
      ]),
    refusalOf({ tenant: { merchantId } }, what, { name, most }) {
      metrics.refused(merchantId, name)
      const [, of] = name.split('-')
      const owner = of === 'token' ? 'client token' : of
      return new RateLimitedError(
        `This ${owner} has too many open ${what} in this process: at most ${most} are allowed. Close one.`,
        RETRY_OPEN_MS,
      )
    },
    metrics,
  }
}
