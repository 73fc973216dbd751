import type { Subscriber } from '../audience/subscriber.ts'
import type { OperationKind, Responses } from '../load/responses.ts'
import type { Provider } from '../plan/load-options.ts'
import type { Ledger } from '../processes/simulators.ts'

/** A charge as the API returns it at the end. */
export interface ApiCharge {
  readonly id: string
  readonly version: number
  readonly status: string
  readonly provider: Provider
  readonly captureMode: 'AUTOMATIC' | 'MANUAL'
  readonly providerReference: string | null
  readonly agreementId: string
  readonly needsAttention: boolean
  readonly failureCode: string | null
  readonly amount: bigint
  readonly currency: string
  readonly authorized: bigint
  readonly captured: bigint
  readonly refunded: bigint
  readonly voided: bigint
  readonly operations: readonly ApiOperation[]
}

export interface ApiOperation {
  readonly id: string
  readonly kind: OperationKind | 'AUTHORIZATION'
  readonly status: string
  readonly amount: bigint
  readonly failureCode: string | null
}

export interface ApiAgreement {
  readonly id: string
  readonly version: number
  readonly status: string
  readonly provider: Provider
  readonly providerReference: string | null
  readonly needsAttention: boolean
  readonly revocations: readonly { readonly id: string; readonly status: string }[]
}

export interface ApiOccurrence {
  readonly id: string
  readonly index: number
  readonly dueAt: string
  readonly status: string
  readonly statusReason: string | null
  readonly amount: bigint
  readonly chargeIds: readonly string[]
}

export interface ApiSchedule {
  readonly id: string
  readonly version: number
  readonly status: string
  readonly agreementId: string
  /** Oldest first. */
  readonly occurrences: readonly ApiOccurrence[]
}

export interface LoggedEvent {
  readonly id: string
  readonly type: string
  readonly source: string
  readonly subjectId: string
  readonly version: number
  readonly occurredAt: string
  readonly data: { readonly operationId?: string } | null
}

/** The contents of the database, read without the gateway. */
export interface Rows {
  readonly providerRequests: readonly {
    readonly id: string
    readonly purpose: string
    readonly state: string
    readonly agreementId: string
    readonly chargeId: string | null
    readonly operationId: string | null
  }[]
  readonly keys: readonly { readonly mutation: string; readonly key: string; readonly objectId: string }[]
  readonly charges: readonly {
    readonly id: string
    readonly version: number
    readonly status: string
    readonly captured: bigint
    readonly refunded: bigint
    readonly voided: bigint
  }[]
  readonly occurrenceCount: number
  readonly eventCount: number
  /** The results of the gateway's calls, by verb and outcome. */
  readonly calls: readonly { readonly verb: string; readonly outcome: string; readonly count: number }[]
}

/** All records of one run, for the comparison. */
export interface Evidence {
  readonly responses: Responses
  readonly charges: readonly ApiCharge[]
  readonly agreements: readonly ApiAgreement[]
  readonly schedules: readonly ApiSchedule[]
  /** UTC midnight of the day on which the run started. */
  readonly firstDay: Date
  readonly log: readonly LoggedEvent[]
  readonly rows: Rows
  readonly ledger: Ledger
  readonly subscribers: readonly Subscriber[]
  /** Processes that ended although the run did not end them. */
  readonly deaths: readonly string[]
}

export type DifferenceKind =
  | 'double charge'
  | 'lost'
  | 'stuck'
  | 'orphan'
  | 'records'
  | 'broken promise'
  | 'unexpected outcome'
  | 'needs attention'
  | 'log'
  | 'subscriber'
  | 'caller'
  | 'process'

/** A difference between two records. */
export interface Difference {
  readonly kind: DifferenceKind
  readonly what: string
}
