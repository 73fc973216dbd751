import type { Options } from '../options.ts'
import { randomFrom } from '../random.ts'

export type Disruption = {
  /** The number of charges that must have started before. */
  readonly afterCharges: number
  /** The additional delay. */
  readonly delayMs: number
  readonly downMs: number
} & (
  | { readonly of: 'gateway'; readonly which: number | 'all' }
  | { readonly of: 'PostgreSQL'; readonly how: PostgresEnd }
)

/** `fast` aborts running statements; `immediate` leaves everything to recovery; `kill` is SIGKILL. */
export type PostgresEnd = 'fast' | 'immediate' | 'kill'

/** One kill in this number ends all gateways at the same moment. */
const ALL_EVERY = 4

/** When gateways are killed and PostgreSQL is ended, in order. */
export function planDisruptions({ seed, charges, kills, restarts, gateways }: Options): Disruption[] {
  const random = randomFrom(seed, 'disruptions')
  const moment = () => ({
    // All are during the load: some charges follow the last disruption.
    afterCharges: random.between(1, Math.max(1, Math.floor(charges * 0.95))),
    delayMs: random.between(0, 400),
    downMs: random.between(0, 400),
  })
  const planned: Disruption[] = [
    ...Array.from({ length: kills }, (_, index) => {
      const one = random.between(0, gateways - 1)
      return {
        ...moment(),
        of: 'gateway' as const,
        which: index % ALL_EVERY === ALL_EVERY - 1 ? ('all' as const) : one,
      }
    }),
    ...Array.from({ length: restarts }, () => {
      return { ...moment(), of: 'PostgreSQL' as const, how: random.pick<PostgresEnd>(['fast', 'immediate', 'kill']) }
    }),
  ]
  return planned.toSorted((one, other) => one.afterCharges - other.afterCharges)
}
