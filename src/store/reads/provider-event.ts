import { type Row, table } from '../columns.ts'
import { providerEvents } from '../tables/provider-event.ts'

// Bodies are large and sealed: they are read only where they are asked for.
const { sealedBody: _, ...shown } = providerEvents.columns
export const shownProviderEvents = table('provider_events', shown)
export type ShownProviderEventRow = Row<typeof shownProviderEvents>
