import type { ChargeRow, ScheduleRow } from '../../src/store/tables.ts'

/** A response to a client, which must remain true. */
export interface Acknowledged {
  readonly table: 'agreements' | 'charges' | 'revocations' | 'charge_operations' | 'schedules' | 'occurrences'
  readonly id: string
  /** Only for objects with versions. */
  readonly version?: number
  readonly status: string
}

export interface KnownAgreement {
  readonly id: string
  readonly provider: 'PPRO' | 'APS'
}

export interface KnownCharge {
  readonly id: string
  readonly currency: string
  readonly amount: bigint
  /** The last status that was reported. */
  status: string
}

export interface KnownSchedule {
  readonly id: string
  readonly provider: 'PPRO' | 'APS'
  readonly currency: string
  readonly timeZone: string
}

/** A response that confirms that an agreement or a schedule makes no more charges. */
export interface Stopped {
  readonly id: string
  readonly atMs: number
}

/** What the clients of one seed have received: their responses. */
export interface ClientRecords {
  readonly agreements: KnownAgreement[]
  readonly charges: KnownCharge[]
  readonly schedules: KnownSchedule[]
  readonly stopped: Stopped[]
  readonly acknowledged: Acknowledged[]
  /** The object of each key, according to its responses. */
  readonly objectOfKey: Map<string, string>
  readonly violations: string[]
}

export function createClientRecords(): ClientRecords {
  return {
    agreements: [],
    charges: [],
    schedules: [],
    stopped: [],
    acknowledged: [],
    objectOfKey: new Map(),
    violations: [],
  }
}

/** Checks that one key creates one object, for any number of requests. */
export function noteKey(records: ClientRecords, key: string, objectId: string): void {
  const before = records.objectOfKey.get(key) ?? objectId
  if (before !== objectId) records.violations.push(`key ${key} has made ${before} and ${objectId}`)
  records.objectOfKey.set(key, before)
}

export function acknowledge(records: ClientRecords, { id, version, status, currency, amount }: ChargeRow): void {
  records.acknowledged.push({ table: 'charges', id, version, status })
  const known = records.charges.find(charge => charge.id === id)
  if (known) known.status = status
  else records.charges.push({ id, currency, amount, status })
}

export function acknowledgeSchedule(records: ClientRecords, { id, version, status }: ScheduleRow, atMs: number): void {
  records.acknowledged.push({ table: 'schedules', id, version, status })
  if (status === 'CANCELED') records.stopped.push({ id, atMs })
}
