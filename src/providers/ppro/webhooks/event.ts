import type { ProviderReport } from '../../port/outcome.ts'
import type { WebhookNotice } from '../../port/provider.ts'
import type { Mapped, Wire } from '../../shared/wire.ts'

/** One event of PPRO's, out of its envelope. */
export interface PproEvent {
  readonly type: string
  /** The envelope's subject: the id of what it is about. */
  readonly subject: string | undefined
  readonly data: Wire
  /** See reachedByPlainHttp. */
  readonly plainHttp: boolean
}

/** What an event says, without its envelope. `notes` are for the log. */
export type EventReading = Mapped<
  Pick<WebhookNotice, 'subject' | 'note'> & { readonly report?: ProviderReport; readonly notes: readonly string[] }
>
