import { modes, providerCodes, providerEventStatuses } from '../../domain/enums.ts'
import { bytes, instant, integer, nullable, oneOf, type Row, table, text } from '../sql/columns.ts'

export const providerEvents = table('provider_events', {
  id: text,
  provider: oneOf('provider_code', providerCodes),
  merchantId: nullable(text),
  mode: nullable(oneOf('mode', modes)),
  providerEventId: text,
  type: nullable(text),
  status: oneOf('provider_event_status', providerEventStatuses),
  deliveries: integer,
  providerReference: nullable(text),
  sentReference: nullable(text),
  subjectType: nullable(text),
  subjectId: nullable(text),
  encryptedBody: nullable(bytes),
  error: nullable(text),
  tries: integer,
  nextTryAt: nullable(instant),
  receivedAt: instant,
  processedAt: nullable(instant),
})
export type ProviderEventRow = Row<typeof providerEvents>
