import type { ProviderReport } from '../../port/outcome.ts'
import type { WebhookNotice } from '../../port/provider.ts'
import type { Mapped, Wire } from '../../shared/wire.ts'

/** A PPRO event, without its envelope. */
export interface PproEvent {
  readonly type: string
  /** The envelope's subject: the id of the object. */
  readonly subject: string | undefined
  readonly data: Wire
  /** See reachedByPlainHttp. */
  readonly plainHttp: boolean
}

/** The content of an event. `notes` are for the log. */
export type EventReading = Mapped<
  Pick<WebhookNotice, 'subject' | 'note'> & { readonly report?: ProviderReport; readonly notes: readonly string[] }
>
