import type { ProviderCode, ProviderEventStatus } from '../../domain/enums.ts'
import type { Sql } from '../sql/database.ts'
import { type Conditions, type Page, type PageWindow, pageReader } from './page.ts'
import {
  type ProviderEventReader,
  type ShownProviderEventRow,
  shownProviderEvents,
  shownToOwner,
} from './provider-event.ts'

export interface ProviderEventsFilter {
  readonly provider?: ProviderCode | null | undefined
  /** Any of these; an empty list matches nothing. */
  readonly status?: readonly ProviderEventStatus[] | null | undefined
  readonly type?: string | null | undefined
  readonly subjectId?: string | null | undefined
}

const table = shownProviderEvents
const conditions: Conditions<ProviderEventsFilter> = {
  provider: value => `item.provider = ${value}`,
  status: value => `item.status = ANY (${value}::provider_event_status[])`,
  type: value => `item.type = ${value}`,
  subjectId: value => `item.subject_id = ${value}`,
}

const pageOfOwner = pageReader<ShownProviderEventRow, ProviderEventsFilter>(
  { name: 'provider-events-page-of-owner', table, only: shownToOwner('item') },
  conditions,
)
const pageOfOperator = pageReader<ShownProviderEventRow, ProviderEventsFilter>(
  { name: 'provider-events-page', table },
  conditions,
)

/** The inbound notifications that the reader may see: matched to its objects, or come in on its provider account. */
export function providerEventsPage(
  sql: Sql,
  reader: ProviderEventReader,
  window: PageWindow,
  filter: ProviderEventsFilter,
  columns?: ReadonlySet<string>,
): Promise<Page<ShownProviderEventRow>> {
  const page = reader.operator ? pageOfOperator : pageOfOwner
  return page(sql, reader, window, filter, columns)
}
