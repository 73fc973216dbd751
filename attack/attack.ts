/** What an attack is about. Each of these has at least one. */
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
] as const

export type Kind = (typeof kinds)[number]

/** What is attacked: a gateway with its simulators, on this machine. */
export interface Target {
  /** The gateway's address on 127.0.0.1, without a slash at the end. */
  readonly url: string
  /** Of the sandbox's merchant, with scope operator. */
  readonly key: string
  /** Of the same merchant, without that scope. */
  readonly plainKey: string
  /** Multiplies how much an attack sends: 1 unless said. */
  readonly scale: number
}

/** What must hold. Memory is in megabytes above what it was before. */
export interface Bounds {
  readonly gatewayPeakMb: number
  readonly gatewayAfterMb: number
  readonly postgresPeakMb: number
  readonly postgresAfterMb: number
  /** The longest that another caller waits during the attack. */
  readonly longestMs: number
  /** What another caller waits afterwards, in the middle. */
  readonly afterMs: number
  /** What the gateway may print meanwhile. */
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
  /** Its file's name too. */
  readonly name: string
  readonly kind: Kind
  /** Where it needs others than the usual ones. */
  readonly bounds?: Partial<Bounds>
  /** Makes what it needs; not measured. */
  prepare?(target: Target): Promise<void>
  /** Ends within a minute. Returns what it found that must not be, if anything. */
  run(target: Target): Promise<string | undefined>
}

/** So many of something, with the target's scale. */
export function many(target: Target, count: number): number {
  return Math.max(1, Math.round(count * target.scale))
}
