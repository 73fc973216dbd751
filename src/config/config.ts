/** The mode of the API keys that may use an account. */
export type AccountMode = 'TEST' | 'LIVE'

type ShaType = 'SHA-256' | 'SHA-512' | 'HMAC-256' | 'HMAC-512'

/** How to reach PPRO or its simulator. */
export type PproConfig = {
  /** Without /v1 and without a slash at the end. */
  readonly baseUrl: string
  readonly apiKey: string
  readonly merchantId: string
  readonly webhookSecret: string
  /** Webhooks can still be signed with one of these. */
  readonly former: readonly { readonly webhookSecret: string }[]
  /** True for our own simulator. */
  readonly simulated: boolean
  /** The mode of the keys that may use the account. */
  readonly mode: AccountMode
}

/** How to reach APS or its simulator. */
export type ApsConfig = {
  /** The whole endpoint for servers. */
  readonly apiUrl: string
  /** The whole endpoint for the consumer's browser. */
  readonly pageUrl: string
  readonly accessCode: string
  readonly merchantIdentifier: string
  readonly shaRequestPhrase: string
  readonly shaResponsePhrase: string
  readonly shaType: ShaType
  /** Messages from APS can still be signed with one of these. */
  readonly former: readonly {
    readonly accessCode: string
    readonly shaResponsePhrase: string
    readonly shaType: ShaType
  }[]
  /** True for our own simulator. */
  readonly simulated: boolean
  /** The mode of the keys that may use the account. */
  readonly mode: AccountMode
}

/** Sandbox mode: the sandbox merchant, the movable clock, simulators. */
export type SandboxConfig = {
  readonly port: number
  /** Where the simulators listen, without a slash at the end. */
  readonly url: string
  /** How a consumer's browser reaches their pages, without a slash at the end. */
  readonly browserUrl: string
  /** The sandbox merchant's key. */
  readonly apiKey: string
}

/** The resources of a process that one merchant can use. */
export type QuotasConfig = {
  /** The share of database connections, WebSockets and subscriptions, from 0 to 1. */
  readonly merchantShare: number
  readonly operationsPerSecond: number
  /** Values per second, as the cost of operations counts them. */
  readonly valuesPerSecond: number
}

/** What a process does: `api` serves HTTP, `worker` runs the background jobs, `all` does both. */
export type Role = 'api' | 'worker' | 'all'
/** Where traces are sent, and which. */
export type TracingConfig = {
  /** The collector's address without /v1/traces. */
  readonly endpoint: string
  readonly serviceName: string
  /** The share of traces that are sent, from 0 to 1. */
  readonly ratio: number
  /** True if a caller's traceparent decides for its own requests. */
  readonly followsParent: boolean
}

/** The whole configuration, checked and complete. Deeply frozen. */
export type Config = {
  readonly port: number
  readonly host: string
  /** How providers and browsers reach the gateway, without a slash at the end. */
  readonly publicUrl: string
  /** Addresses and ranges of the operator's own proxies, whose X-Forwarded-For or Forwarded header is trusted. */
  readonly trustedProxies: readonly string[]
  /** Undefined: an embedded PostgreSQL under `dataDir`. */
  readonly databaseUrl: string | undefined
  /** The Redis that all processes on this database share. Undefined: there is none. */
  readonly redisUrl: string | undefined
  /** A streaming replica that answers lists. */
  readonly databaseReadUrl: string | undefined
  /** The folder as it was configured. A relative path is relative to the working folder. */
  readonly dataDir: string
  readonly production: boolean
  /** Introspection, `/schema.graphql`, and similar names in errors. */
  readonly introspection: boolean
  readonly graphiql: boolean
  /** The console and its sessions are served. */
  readonly console: boolean
  /** The file with the only documents that are executed. Undefined: any document is. */
  readonly trustedDocuments: string | undefined
  /** The resources of this process that one merchant can use. */
  readonly quotas: QuotasConfig
  /** Undefined outside sandbox mode. */
  readonly sandbox: SandboxConfig | undefined
  readonly providers: {
    readonly ppro: PproConfig | undefined
    readonly aps: ApsConfig | undefined
  }
  /** How long a provider must answer "not found" before it counts as proof that a request never arrived. */
  readonly absenceMs: number
  /** The master key, 32 bytes. Undefined: the one kept in `dataDir`, see ensureEncryptionKeys; never in production. */
  readonly encryptionKey: Uint8Array | undefined
  /** Former master keys: data that is still encrypted under them can be read. */
  readonly previousEncryptionKeys: readonly Uint8Array[]
  readonly role: Role
  /** How long a stopping gateway still serves after /readyz has begun to answer 503. */
  readonly drainMs: number
  /** Undefined: nothing is traced. */
  readonly tracing?: TracingConfig | undefined
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'
}

/** What is wrong with a variable; `message` continues the sentence after its name. Never holds a value. */
export type ConfigProblem = { readonly name: string; readonly message: string }
