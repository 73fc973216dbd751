import type { Policy } from './limiter.ts'

/** The resources of a process that one caller can use. docs/limits.md lists the numbers, and a test compares them. */
export interface QuotaSettings {
  /** The share of a process's resources that one merchant can have, from 0 to 1. */
  readonly merchantShare: number
  /** Operations of one merchant; a key can send half of them. */
  readonly operationsPerSecond: number
  readonly operationsPerSecondOfToken: number
  /** Requests with an invalid credential from one address. */
  readonly unknownKeysPerSecond: number
  /** Values of all operations of one merchant, as their cost counts them. */
  readonly valuesPerSecond: number
  /** How many queries of one merchant run at the same time. The same number of its subscription events can run as well. */
  readonly queriesAtOnce: number
  /** Mutations of one merchant that are executed at once. */
  readonly mutationsAtOnce: number
  /** How many queries of one merchant can wait. The same number of its mutations can wait as well. */
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
  operationsPerSecondOfToken: 20,
  unknownKeysPerSecond: 10,
  // The cost of the largest operation, so that a merchant can send one such operation per second.
  valuesPerSecond: 500_000,
  // Several for each connection to the database; more would only delay other merchants.
  queriesAtOnce: 20,
  // They wait for providers most of the time.
  mutationsAtOnce: 100,
  mostWaiting: 400,
  waitMs: 5_000,
  // As many as an office behind one address needs.
  connectionsOfAddress: 1_000,
  socketsOfAddress: 500,
  subscriptionsOfAddress: 2_500,
  socketsOfToken: 10,
  subscriptionsOfToken: 50,
}

/** How many seconds of operations can come at once after a quiet time. */
const BURST_S = 10
const VALUES_BURST_S = 4

/** The rates of callers. */
export function policiesFrom(settings: QuotaSettings) {
  const { operationsPerSecond, operationsPerSecondOfToken, unknownKeysPerSecond, valuesPerSecond } = settings
  const operations = (name: string, perSecond: number): Policy => ({ name, quota: perSecond * BURST_S, perSecond })
  const values = (name: string, perSecond: number): Policy => ({ name, quota: perSecond * VALUES_BURST_S, perSecond })
  return {
    merchant: operations('merchant', operationsPerSecond),
    key: operations('key', Math.ceil(operationsPerSecond / 2)),
    token: operations('token', operationsPerSecondOfToken),
    address: operations('address', operationsPerSecond),
    values: values('values', valuesPerSecond),
    // A consumer can have several tokens: one must not use up what its merchant's backend needs.
    tokenValues: values('token-values', Math.ceil(valuesPerSecond / 20)),
    unknownKeys: { name: 'unknown-keys', quota: unknownKeysPerSecond * 30, perSecond: unknownKeysPerSecond },
  } as const satisfies Readonly<Record<string, Policy>>
}
