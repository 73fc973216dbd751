import type { Tenant } from '../../domain/enums.ts'
import { type Row, table } from '../sql/columns.ts'
import { type Sql, statement } from '../sql/database.ts'
import { instruments } from '../tables/instrument.ts'
import { idsIn } from './ids.ts'

// The provider's token stays where it is: what is shown never needs it.
const { encryptedToken: _, ...shown } = instruments.columns
export const shownInstruments = table('instruments', shown)
export type ShownInstrumentRow = Row<typeof shownInstruments>

const instrumentsByIdsStatement = statement<ShownInstrumentRow>(
  'instruments-by-ids',
  `SELECT ${shownInstruments.select('instrument')} FROM instruments instrument
   WHERE instrument.merchant_id = $1 AND instrument.mode = $2 AND instrument.id = ANY (${idsIn('$3')}::text[])`,
)

/** Those of the ids that are the tenant's, in no order. */
export function instrumentsByIds(sql: Sql, tenant: Tenant, ids: readonly string[]): Promise<ShownInstrumentRow[]> {
  return sql.rows(instrumentsByIdsStatement, [tenant.merchantId, tenant.mode, ids])
}
