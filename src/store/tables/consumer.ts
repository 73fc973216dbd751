import type { JsonObject } from '../../base/text/json.ts'
import { modes } from '../../domain/enums.ts'
import { bytes, instant, integer, json, nullable, oneOf, type Row, snapshotXmin, table, text } from '../sql/columns.ts'

export const consumers = table('consumers', {
  id: text,
  merchantId: text,
  mode: oneOf('mode', modes),
  version: integer,
  snapshotXmin,
  reference: nullable(text),
  country: text,
  locale: nullable(text),
  encryptedPersonal: nullable(bytes),
  emailHash: nullable(bytes),
  metadata: nullable(json<JsonObject>()),
  createdAt: instant,
  updatedAt: instant,
})
export type ConsumerRow = Row<typeof consumers>
