import type { ProviderCode, ProviderEventStatus } from '../../domain/vocabulary.ts'
import { pageReader } from './page.ts'
import { type ShownProviderEventRow, shownProviderEvents } from './provider-event.ts'

export interface ProviderEventsFilter {
  readonly provider?: ProviderCode | null | undefined
  /** Any of these; an empty list matches nothing. */
  readonly status?: readonly ProviderEventStatus[] | null | undefined
  readonly type?: string | null | undefined
  readonly subjectId?: string | null | undefined
}

/** The inbound notifications that are the tenant's: matched to its objects, or come in on its provider account. */
export const providerEventsPage = pageReader<ShownProviderEventRow, ProviderEventsFilter>(
  { name: 'provider-events-page', table: shownProviderEvents },
  {
    provider: value => `item.provider = ${value}`,
    status: value => `item.status = ANY (${value}::provider_event_status[])`,
    type: value => `item.type = ${value}`,
    subjectId: value => `item.subject_id = ${value}`,
  },
)
