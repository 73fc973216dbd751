import type { EventSource } from '../../domain/enums.ts'

/** Who asks a provider what became of something. */
export interface StatusQueryBy {
  readonly source: EventSource
  /** The key or worker that asks. */
  readonly actor: string
}
