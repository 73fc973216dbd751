import { type Sql, statement } from '../sql/database.ts'
import { type ProviderRequestRow, providerRequests } from '../tables/provider-request.ts'

const find = statement<ProviderRequestRow>(
  'provider-request-find',
  `SELECT ${providerRequests.select('a')} FROM provider_requests a WHERE a.id = $1`,
)

export function findProviderRequest(sql: Sql, id: string): Promise<ProviderRequestRow | undefined> {
  return sql.row(find, [id])
}
