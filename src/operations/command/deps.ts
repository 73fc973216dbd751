import type { Vault } from '../../base/encryption.ts'
import type { Log } from '../../base/log/log.ts'
import type { Outbound } from '../../base/outbound/outbound.ts'
import type { Clock } from '../../base/time/clock.ts'
import type { RealTime } from '../../base/time/real-time.ts'
import type { Mode, ProviderCode, Tenant } from '../../domain/enums.ts'
import type { ApsConfig, PproConfig } from '../../providers/port/account.ts'
import type { ProviderRegistry } from '../../providers/port/registry.ts'
import type { CursorCodec, LogPosition } from '../../store/event-log/cursor.ts'
import type { LogView } from '../../store/event-log/filter.ts'
import type { Database } from '../../store/sql/database.ts'
import type { ChargeRow, LoggedEventRow } from '../../store/tables.ts'
import type { SandboxTime } from '../sandbox-clock/time.ts'

/** All external dependencies of the operations. The app fills it in; tests and simulations supply replacements. */
export interface Deps {
  readonly database: Database
  readonly vault: Vault
  readonly clock: Clock
  readonly realTime: RealTime
  readonly log: Log
  readonly providers: ProviderRegistry
  readonly cursors: CursorCodec
  readonly background: Background
  readonly tail: Tail
  /** Sends webhooks to addresses that merchants give. */
  readonly outbound: Outbound
  readonly settings: Settings
  /** Counts what happens; omitted where nobody reads the counts. */
  readonly meter?: Meter
  /** Present in sandbox mode only, where the clock can be moved. */
  readonly sandboxTime?: SandboxTime
}

/** `failed`: it will be retried. `given_up`: it will not. */
export type WebhookOutcome = 'succeeded' | 'failed' | 'given_up'

export interface Meter {
  /** A charge has reached a status, and that is committed. */
  chargeMoved(charge: Pick<ChargeRow, 'provider' | 'status'>): void
  /** A webhook was sent to an endpoint of a merchant, and how that ended is stored. */
  webhookTried(outcome: WebhookOutcome): void
}

/** The provider addresses, which are the same for every account. */
export interface AccountAddresses {
  readonly ppro: Pick<PproConfig, 'baseUrl' | 'simulated'>
  readonly aps: Pick<ApsConfig, 'apiUrl' | 'pageUrl' | 'simulated'>
}

/** What a gateway on a restored database must know: see docs/decisions/0027. */
export interface Restored {
  readonly at: Date
  readonly asksFirstUntil: Date
  /** True until an operator releases the schedules. */
  readonly schedulesHeld: boolean
}

export interface Settings {
  /** The URL at which providers and browsers reach this gateway, without a slash at the end. */
  readonly publicUrl: string
  /** For how long a provider must report "not found" before the gateway believes it. */
  readonly absenceMs: number
  /** The longest time that one exchange with a provider may take. */
  readonly providerDeadlineMs: number
  /** How long a mutation waits for its provider's answer before it returns the current state. */
  readonly answerWaitMs: number
  /** For how long a request that the provider certainly did not accept is sent again. */
  readonly resendWindowMs: number
  readonly sandbox: boolean
  /** Set if the database was restored from a backup. */
  readonly restored?: Restored | undefined
  /**
   * How many notifications of providers the process that receives them processes at a time; further ones are left to
   * the inbox job. Undefined: all of them.
   */
  readonly webhooksAtOnce?: number
  /**
   * The merchant that owns the environment's account. Notifications that match no object yet are shown to this
   * merchant.
   */
  readonly accountOwner: (provider: ProviderCode) => Tenant | undefined
  /** Where merchants' own accounts of a mode are reached; undefined if there can be none of that mode. */
  readonly accountAddresses: (mode: Mode) => AccountAddresses | undefined
}

/** Work that continues after the response was sent. A graceful stop waits for it. */
export interface Background {
  /** Never rejects: a failure is logged under the name. */
  run(name: string, work: () => Promise<void>): void
}

/** The process's only reader of the log's end. */
export interface Tail {
  /**
   * Call it after a commit: wakes this process's tail at once, and those of other processes by NOTIFY. Cheap; never
   * throws.
   */
  wake(): void
  /**
   * The events of a view after a position in the log, in the log's order and each exactly once: first the stored
   * events, then new ones as they are committed. Ends if `signal` aborts, if `return()` is called (even while a
   * `next()` waits) or if the tail stops. A slow reader costs bounded memory: it continues from the database, from its
   * position.
   */
  subscribe(view: LogView, after: LogPosition, signal?: AbortSignal): AsyncIterableIterator<LoggedEventRow>
  /**
   * The last change of an event's subject that was read live: what it says about the subject is the subject's current
   * state. Undefined if none is known that is as late as the event.
   */
  newestChange(event: LoggedEventRow): LoggedEventRow | undefined
}
