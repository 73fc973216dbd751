import type { Progress } from './load/progress.ts'
import type { Simulators } from './processes/simulators.ts'

/** What a run must know of the processes that it tests. */
export interface System {
  /** The GraphQL address of each gateway that serves callers. A caller goes to the next one if one does not answer. */
  readonly graphqlUrls: readonly string[]
  /** A direct URL for the comparison: no fault cuts its connections. */
  readonly databaseUrl: string
  readonly simulators: Simulators
  /** Processes that ended although nobody ended them; it grows during the run. */
  readonly deaths: readonly string[]
}

/** What is done to the processes during the load. */
export interface Trouble {
  /** Called when the load starts. Resolves when every planned disruption has happened; rejects when `signal` aborts. */
  during(progress: Progress, signal: AbortSignal): Promise<void>
  /** Called after the load: from now on nothing fails on purpose. Resolves when every process serves again. */
  end(): Promise<void>
}
