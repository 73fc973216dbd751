import type { Tenant } from '../../domain/enums.ts'
import { type Row, table } from '../sql/columns.ts'
import { providerEvents } from '../tables/provider-event.ts'

// Bodies are large and encrypted: they are read only where they are asked for.
const { encryptedBody: _, ...shown } = providerEvents.columns
export const shownProviderEvents = table('provider_events', shown)
export type ShownProviderEventRow = Row<typeof shownProviderEvents>

/**
 * Who reads notifications. Until one is matched it belongs to the provider account's owner, and may tell of another
 * merchant's consumers: only an operator sees it then, or the body of one that matches nothing.
 */
export interface ProviderEventReader extends Tenant {
  readonly operator: boolean
}

/** Condition on the notification `alias`: it is known whose it is, or to match nothing. */
export const shownToOwner = (alias: string) => `(${alias}.subject_id IS NOT NULL OR ${alias}.status <> 'RECEIVED')`
