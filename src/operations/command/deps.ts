import type { Vault } from '../../base/encryption.ts'
import type { Log } from '../../base/log/log.ts'
import type { Clock } from '../../base/time/clock.ts'
import type { RealTime } from '../../base/time/real-time.ts'
import type { Mode, ProviderCode, Tenant } from '../../domain/enums.ts'
import type { ApsConfig, PproConfig } from '../../providers/port/account.ts'
import type { ProviderRegistry } from '../../providers/port/registry.ts'
import type { CursorCodec, LogPosition } from '../../store/event-log/cursor.ts'
import type { LogView } from '../../store/event-log/filter.ts'
import type { Database } from '../../store/sql/database.ts'
import type { LoggedEventRow } from '../../store/tables/event.ts'
import type { SandboxTime } from '../sandbox-clock/time.ts'

/** All that operations need of the world. The app fills it in; tests and simulations give their own. */
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
  readonly settings: Settings
  /** Present in sandbox mode: the clock can be moved. */
  readonly sandboxTime?: SandboxTime
}

/** Where each provider is reached, in every account. */
export interface AccountAddresses {
  readonly ppro: Pick<PproConfig, 'baseUrl' | 'simulated'>
  readonly aps: Pick<ApsConfig, 'apiUrl' | 'pageUrl' | 'simulated'>
}

export interface Settings {
  /** How providers and browsers reach this gateway, without a slash at the end. */
  readonly publicUrl: string
  /** How long a provider's "not found" must last to be believed. */
  readonly absenceMs: number
  /** The longest that one exchange with a provider may take. */
  readonly providerDeadlineMs: number
  /** How long a mutation waits for its provider's answer before it answers with the state so far. */
  readonly answerWaitMs: number
  /** How long a request that certainly was not taken is sent again. */
  readonly resendWindowMs: number
  /** True in sandbox mode. */
  readonly sandbox: boolean
  /** Who owns the environment's account at a provider: notifications that match nothing yet are shown to this merchant. */
  readonly accountOwner: (provider: ProviderCode) => Tenant | undefined
  /** Where merchants' own accounts of a mode are reached; undefined if there can be none of that mode. */
  readonly accountAddresses: (mode: Mode) => AccountAddresses | undefined
}

/** Work that goes on after an answer was given. A graceful stop waits for it. */
export interface Background {
  /** Never rejects into the caller: a failure is logged under the name. */
  run(name: string, work: () => Promise<void>): void
}

/** The process's one reader of the log's end. */
export interface Tail {
  /** Says that something was committed: wakes this process's tail at once and the others' by NOTIFY. Cheap; never throws. */
  wake(): void
  /**
   * What is in view from a place in the log on, in the log's order, each event once, for as long as it is read: first
   * what the log holds, then what comes. Ends where `signal` aborts, `return()` is called (also while a `next()` waits)
   * or the tail stops. A reader slower than the log costs bounded memory: it goes on from the database, from where it is.
   */
  subscribe(view: LogView, after: LogPosition, signal?: AbortSignal): AsyncIterableIterator<LoggedEventRow>
}
