import type { JsonObject } from '../../base/text/json.ts'
import { modes } from '../../domain/enums.ts'
import { bytes, instant, integer, json, logFloor, nullable, oneOf, type Row, table, text } from '../sql/columns.ts'

export const consumers = table('consumers', {
  id: text,
  merchantId: text,
  mode: oneOf('mode', modes),
  version: integer,
  logFloor,
  reference: nullable(text),
  country: text,
  locale: nullable(text),
  sealedPersonal: nullable(bytes),
  emailHash: nullable(bytes),
  metadata: nullable(json<JsonObject>()),
  createdAt: instant,
  updatedAt: instant,
})
export type ConsumerRow = Row<typeof consumers>
