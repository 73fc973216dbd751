/** The subjects of attacks. Each one has at least one attack. */
export const kinds = [
  'unread answers',
  'refused documents',
  'patterns on text',
  'unpaged lists',
  'long inputs',
  'foreign notifications',
  'connections',
  'forms',
  'statements',
  'return links',
  'log lines',
  'deep JSON',
  'credentials',
  'subscriptions',
  'locks',
  'random bytes',
] as const

export type Kind = (typeof kinds)[number]

/** How the gateway is set up: as on a developer's machine, or as NODE_ENV=production requires it. */
export type Profile = 'sandbox' | 'production'

/** The target: a gateway with its simulators, on this machine. */
export interface Target {
  /** The gateway's address on 127.0.0.1, without a slash at the end. */
  readonly url: string
  /** The address that consumers are sent back to. Nothing listens there in production. */
  readonly publicUrl: string
  /** A key of the merchant with the simulators' accounts, with scope operator. */
  readonly key: string
  /** A key of the same merchant, without that scope. */
  readonly plainKey: string
  /** A key of another merchant, as the measured caller has one. */
  readonly otherKey: string
  /** What PPRO signs its notifications with. */
  readonly pproSecret: string
  /** Multiplies the load of an attack: 1 by default. */
  readonly scale: number
}

/** The limits that must hold. Memory is in megabytes above the value before the attack. */
export interface Bounds {
  readonly gatewayPeakMb: number
  readonly gatewayAfterMb: number
  readonly postgresPeakMb: number
  readonly postgresAfterMb: number
  /** The longest response time of another caller during the attack; here and below without the gateway's waits for a processor. */
  readonly longestMs: number
  /** The median response time of another caller after the attack. */
  readonly afterMs: number
  /** The amount of output that the gateway may print during the attack. */
  readonly printedKb: number
}

export const usualBounds: Bounds = {
  gatewayPeakMb: 400,
  gatewayAfterMb: 150,
  postgresPeakMb: 200,
  postgresAfterMb: 150,
  longestMs: 2_000,
  afterMs: 100,
  printedKb: 256,
}

export interface Attack {
  /** Also the name of its file. */
  readonly name: string
  readonly kind: Kind
  /** Why the production profile cannot be attacked so. */
  readonly notInProduction?: string
  /** Set if it needs limits other than the usual ones. */
  readonly bounds?: Partial<Bounds>
  /** Creates what the attack needs; not measured. */
  prepare?(target: Target): Promise<void>
  /** Ends within a minute. Returns the violation that it found, if any. */
  run(target: Target): Promise<string | undefined>
}

/** A number of items, multiplied by the target's scale. */
export function many(target: Target, count: number): number {
  return Math.max(1, Math.round(count * target.scale))
}
