import { modes } from '../../domain/enums.ts'
import { instant, nullable, oneOf, type Row, table, text, textArray } from '../sql/columns.ts'

export const apiKeys = table('api_keys', {
  id: text,
  merchantId: text,
  mode: oneOf('mode', modes),
  hash: text,
  hint: text,
  scopes: textArray,
  createdAt: instant,
  revokedAt: nullable(instant),
})
export type ApiKeyRow = Row<typeof apiKeys>
