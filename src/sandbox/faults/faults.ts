import { createHash } from 'node:crypto'

export const FAULT_KINDS = [
  'dropBeforeEffect',
  'dropAfterEffect',
  'error500AfterEffect',
  'duplicateWebhook',
  'reorderWebhook',
  'dropWebhook',
  'webhookBeforeAnswer',
  'malformedAnswer',
] as const

export type FaultKind = (typeof FAULT_KINDS)[number]

/**
 * Rates are 0..1. Each answer is also delayed by a drawn time within `delayMs`, partly before the effect, partly after
 * it.
 */
export type FaultPlan = {
  readonly seed: string | number
  readonly rates: Readonly<Partial<Record<FaultKind, number>>>
  readonly delayMs: readonly [minimum: number, maximum: number]
}

/** The faults drawn for one try of one operation. */
export type Draws = {
  happens(kind: FaultKind): boolean
  /** Milliseconds of real time to wait before the effect and after it. */
  readonly delay: { readonly beforeMs: number; readonly afterMs: number }
  /** A number in [0, 1) for a further choice within a fault. */
  fraction(purpose: string): number
}

/**
 * Draws faults only from (seed, kind, operation, reference, try), so that equal calls get equal faults in any order.
 * Tries are counted per plan and process.
 */
export class Faults {
  readonly #plan: () => FaultPlan | undefined
  readonly #tries = new Map<string, number>()

  constructor(plan: () => FaultPlan | undefined) {
    this.#plan = plan
  }

  /** Call this when a new plan was set. */
  forgetTries(): void {
    this.#tries.clear()
  }

  /** Counts one more try of this operation on this reference and draws its faults. */
  draw(operation: string, reference: string): Draws {
    const plan = this.#plan()
    if (!plan) return NO_FAULTS
    const key = `${operation}\0${reference}`
    const tryNumber = (this.#tries.get(key) ?? 0) + 1
    this.#tries.set(key, tryNumber)
    const fraction = (purpose: string) => drawFraction([plan.seed, purpose, operation, reference, tryNumber])
    const [minimumMs, maximumMs] = plan.delayMs
    const delayMs = Math.floor(minimumMs + fraction('delay') * (maximumMs - minimumMs))
    const beforeMs = Math.floor(delayMs * fraction('delayPart'))
    return {
      happens: kind => fraction(kind) < (plan.rates[kind] ?? 0),
      delay: { beforeMs, afterMs: delayMs - beforeMs },
      fraction,
    }
  }
}

const NO_FAULTS: Draws = { happens: () => false, delay: { beforeMs: 0, afterMs: 0 }, fraction: () => 0 }

/** Uniform in [0, 1): the first 48 bits of a SHA-256 over the parts. */
function drawFraction(parts: ReadonlyArray<string | number>): number {
  const hash = createHash('sha256').update(parts.join('\0')).digest()
  return hash.readUIntBE(0, 6) / 2 ** 48
}
