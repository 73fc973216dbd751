import type { EventSource } from '../../domain/enums.ts'

/** Who asks a provider what became of something. */
export interface LookUpBy {
  readonly source: EventSource
  /** The key or worker that asks. */
  readonly actor: string
}
