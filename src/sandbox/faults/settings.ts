import type { Store, Table } from '../storage/store.ts'
import type { FaultPlan } from './faults.ts'

export type ScriptedOperation = 'charge' | 'capture' | 'refund' | 'void'

/** Requests per second, separately for reads and writes. Null: no limit. */
export type RateLimit = number | null

const DEFAULT_RATE_LIMIT: RateLimit = 50

type Setting =
  | { readonly id: 'faults'; readonly plan: FaultPlan }
  | { readonly id: 'outcomes'; readonly queues: Readonly<Record<string, readonly string[]>> }
  | { readonly id: 'limit'; readonly perSecond: RateLimit }

/** The control settings of one simulator, kept in its journal, so that they survive a restart. */
export class Settings {
  readonly #table: Table<Setting>

  constructor(store: Store) {
    this.#table = store.table<Setting>('settings')
  }

  get faultPlan(): FaultPlan | undefined {
    const setting = this.#table.get('faults')
    return setting?.id === 'faults' ? setting.plan : undefined
  }

  get rateLimit(): RateLimit {
    const setting = this.#table.get('limit')
    return setting?.id === 'limit' ? setting.perSecond : DEFAULT_RATE_LIMIT
  }

  setFaultPlan(plan: FaultPlan): void {
    this.#table.put({ id: 'faults', plan })
  }

  setRateLimit(perSecond: RateLimit): void {
    this.#table.put({ id: 'limit', perSecond })
  }

  /** Replaces the outcomes that wait for this operation, for one agreement or (null) for all. */
  setOutcomes(operation: ScriptedOperation, agreementId: string | null, outcomes: readonly string[]): void {
    this.#table.put({ id: 'outcomes', queues: { ...this.#queues(), [queueKey(operation, agreementId)]: outcomes } })
  }

  /** Takes the next scripted outcome, those of the agreement before the general ones. Undefined if none is waiting. */
  takeOutcome(operation: ScriptedOperation, agreementId: string | null): string | undefined {
    const queues = this.#queues()
    for (const key of [queueKey(operation, agreementId), queueKey(operation, null)]) {
      const [outcome, ...rest] = queues[key] ?? []
      if (outcome === undefined) continue
      this.#table.put({ id: 'outcomes', queues: { ...queues, [key]: rest } })
      return outcome
    }
    return undefined
  }

  /** Removes faults and scripted outcomes, and restores the default limit. */
  reset(): void {
    for (const id of ['faults', 'outcomes', 'limit']) if (this.#table.get(id)) this.#table.delete(id)
  }

  #queues(): Readonly<Record<string, readonly string[]>> {
    const setting = this.#table.get('outcomes')
    return setting?.id === 'outcomes' ? setting.queues : {}
  }
}

function queueKey(operation: ScriptedOperation, agreementId: string | null): string {
  return `${operation}:${agreementId ?? '*'}`
}
