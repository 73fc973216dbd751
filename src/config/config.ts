/** Which keys an account serves. */
export type AccountMode = 'TEST' | 'LIVE'

/** How to reach PPRO, or the simulator that stands in for it. */
export type PproConfig = {
  /** Without /v1 and without a slash at the end. */
  readonly baseUrl: string
  readonly apiKey: string
  readonly merchantId: string
  readonly webhookSecret: string
  /** Whether this is our own simulator. */
  readonly simulated: boolean
  /** Which keys the account serves. Undefined: nothing tells, and keys of both modes use it. */
  readonly mode: AccountMode | undefined
}

/** How to reach APS, or the simulator that stands in for it. */
export type ApsConfig = {
  /** The whole endpoint for servers. */
  readonly apiUrl: string
  /** The whole endpoint for the consumer's browser. */
  readonly pageUrl: string
  readonly accessCode: string
  readonly merchantIdentifier: string
  readonly shaRequestPhrase: string
  readonly shaResponsePhrase: string
  readonly shaType: 'SHA-256' | 'SHA-512' | 'HMAC-256' | 'HMAC-512'
  /** Whether this is our own simulator. */
  readonly simulated: boolean
  /** Which keys the account serves. Undefined: nothing tells, and keys of both modes use it. */
  readonly mode: AccountMode | undefined
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

/** Everything that is set from outside, checked and complete. Frozen, also inside. */
export type Config = {
  readonly port: number
  readonly host: string
  /** How providers and browsers reach the gateway, without a slash at the end. */
  readonly publicUrl: string
  /** Addresses and ranges of one's own proxies, whose word on whom they forward for is taken. */
  readonly trustedProxies: readonly string[]
  /** Undefined: an embedded PostgreSQL under `dataDir`. */
  readonly databaseUrl: string | undefined
  /** As it was given: a relative path is relative to the working folder. */
  readonly dataDir: string
  readonly production: boolean
  /** Undefined outside sandbox mode. */
  readonly sandbox: SandboxConfig | undefined
  readonly providers: {
    readonly ppro: PproConfig | undefined
    readonly aps: ApsConfig | undefined
  }
  /** How long a provider's "not found" must last to be believed. */
  readonly absenceMs: number
  /** The master key, 32 bytes. Undefined: the one kept in `dataDir`, see ensureEncryptionKey; never in production. */
  readonly encryptionKey: Uint8Array | undefined
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'
}

/** What is wrong with a variable, in words that follow its name. Never holds a value. */
export type ConfigProblem = { readonly name: string; readonly message: string }
