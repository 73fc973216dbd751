import type { Log } from '../base/log/log.ts'
import type { UnreadAnswersSettings } from './connections/unread-answers.ts'
import type { Limits } from './graphql/limits/limits.ts'
import type { TrustedDocuments } from './graphql/trusted-documents.ts'
import type { Metrics } from './metrics.ts'
import type { Ports } from './ports.ts'
import type { QuotaSettings } from './quotas/settings.ts'
import type { SharedBuckets } from './quotas/shared-limiter.ts'
import type { SimulatorControl } from './routes/console/sandbox.ts'
import type { SocketSettings } from './websocket/socket-server.ts'

export interface ConnectionSettings extends UnreadAnswersSettings {
  /** Open at the same time, WebSockets included. */
  readonly maxConnections: number
  /** Pipelined requests of one connection. */
  readonly maxWaiting: number
  /** Bytes that all event streams together buffer, because their clients do not read. */
  readonly maxUnreadStreamBytes: number
}

/** What a gateway shows of itself. The defaults are those of development. */
export interface Exposure {
  /** Introspection, `/schema.graphql`, and "Did you mean" in errors. */
  readonly introspection: boolean
  readonly graphiql: boolean
  /** The console and its sessions. */
  readonly console: boolean
  /** False: `/schema.graphql` needs a key. */
  readonly isSchemaPublic: boolean
  /** A GET needs a header that a page of another site cannot send without a preflight: see preflight.ts. */
  readonly isPreflightRequired: boolean
}

export interface HttpServerOptions {
  readonly ports: Ports
  readonly metrics: Metrics
  readonly log: Log
  /** Shown in GraphiQL's headers, with a guided tour. Only ever the sandbox merchant's key. */
  readonly sandboxKey?: string | undefined
  /** A key that everybody knows: pages of other sites cannot use it. */
  readonly publicKey?: string | undefined
  /** How browsers reach the gateway. Default: unknown. */
  readonly publicUrl?: string | undefined
  /** Addresses and ranges of the operator's own proxies, whose forwarding headers are trusted. Default: none. */
  readonly trustedProxies?: readonly string[]
  readonly limits?: Limits
  readonly quotas?: Partial<QuotaSettings>
  /** Counts the rates of callers over all processes. Default: each process counts alone. */
  readonly sharedBuckets?: SharedBuckets | undefined
  readonly exposure?: Partial<Exposure>
  /** Sandbox mode only: what the console's sandbox tools use. */
  readonly controlSimulators?: SimulatorControl | undefined
  /** The folder with the built console and documentation. Default: where `npm run build` writes. */
  readonly builtFolder?: string
  /** The text of `/schema.graphql`. Default: the printed schema. */
  readonly sdl?: string
  /** The only documents that are executed. Default: any. */
  readonly trustedDocuments?: TrustedDocuments | undefined
  readonly sockets?: Partial<SocketSettings>
  readonly connections?: Partial<ConnectionSettings>
  /** How often the credential of a socket or stream is checked again. */
  readonly credentialRecheckMs?: number
  /** How long an event stream can wait for a client that does not read. */
  readonly streamStallMs?: number
  /** Interval of the comments on a quiet event stream. */
  readonly streamPingMs?: number
  /** How long metrics are cached for scrapers. */
  readonly metricsKeepMs?: number
}

export const defaultConnections: Omit<ConnectionSettings, 'maxConnections'> = {
  maxWaiting: 32,
  answerReadMs: 30_000,
  slowestBytesPerMs: 32,
  maxUnreadBytes: 128 * 1024 * 1024,
  maxUnreadStreamBytes: 128 * 1024 * 1024,
}

export const defaultExposure: Exposure = {
  introspection: true,
  graphiql: true,
  console: true,
  isSchemaPublic: true,
  isPreflightRequired: false,
}
