import type { Policy } from './limiter.ts'

/** What one caller can take of a process. docs/limits.md lists the numbers, and a test compares them. */
export interface QuotaSettings {
  /** The part of the places of a process that one merchant can have, from 0 to 1. */
  readonly merchantShare: number
  /** Operations of one merchant; a key has half of it. */
  readonly operationsPerSecond: number
  /** Values of all operations of one merchant, as their cost counts them. */
  readonly valuesPerSecond: number
  /** Queries of one merchant that are executed at once, and in addition as many events of its subscriptions. */
  readonly queriesAtOnce: number
  /** Mutations of one merchant that are executed at once. */
  readonly mutationsAtOnce: number
  /** Queries, and in addition mutations, of one merchant that wait for others of it. */
  readonly mostWaiting: number
  readonly waitMs: number
  readonly connectionsOfAddress: number
  readonly socketsOfAddress: number
  readonly subscriptionsOfAddress: number
  readonly socketsOfToken: number
  readonly subscriptionsOfToken: number
}

export const defaultQuotas: QuotaSettings = {
  merchantShare: 0.5,
  operationsPerSecond: 2_000,
  // The largest operation has as many, so that a merchant can send one each second.
  valuesPerSecond: 500_000,
  // Several for each connection to the database; more would only delay other merchants.
  queriesAtOnce: 20,
  // They wait for providers most of the time.
  mutationsAtOnce: 100,
  mostWaiting: 400,
  waitMs: 5_000,
  // An office behind one address has as many.
  connectionsOfAddress: 1_000,
  socketsOfAddress: 500,
  subscriptionsOfAddress: 2_500,
  socketsOfToken: 10,
  subscriptionsOfToken: 50,
}

/** Operations that come at once after a quiet time: ten seconds' worth of them. */
const BURST_S = 10
const VALUES_BURST_S = 4

/** The rates of callers. */
export function policiesFrom({ operationsPerSecond, valuesPerSecond }: QuotaSettings) {
  const operations = (name: string, perSecond: number): Policy => ({ name, quota: perSecond * BURST_S, perSecond })
  const values = (name: string, perSecond: number): Policy => ({ name, quota: perSecond * VALUES_BURST_S, perSecond })
  return {
    merchant: operations('merchant', operationsPerSecond),
    key: operations('key', Math.ceil(operationsPerSecond / 2)),
    token: operations('token', 20),
    address: operations('address', operationsPerSecond),
    values: values('values', valuesPerSecond),
    // A consumer can have several tokens: one must not use up what its merchant's backend needs.
    tokenValues: values('token-values', Math.ceil(valuesPerSecond / 20)),
    /** Credentials of one address that do not hold. */
    unknownKeys: { name: 'unknown-keys', quota: 300, perSecond: 10 },
  } as const satisfies Readonly<Record<string, Policy>>
}
